"""Evidence that a document was approved as it is: what was approved (a hash of its content), by whom, when, and in which order. Pure.

`fingerprint` says what is approved, `acts` are the lines of `approvals.jsonl`, `states` derives from both in which state a document is.
A line names a hash, never a file or a commit: what has the same hash is still approved, whoever moved, commented or indented the file.
"""
