"""What a person does with documents: submit, approve, reject, withdraw, release, and ask whether a paper is what was approved. Pure but for `papers`, which reads PDFs.

`doing` makes the next lines of the list of acts and refuses what may not be done, `releasing` makes the files of a release.
"""
