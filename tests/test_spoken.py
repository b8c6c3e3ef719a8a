"""Ids and numbers in running text are found where they stand, and only as whole words."""

from procdocs.project.load import load

TEXT = """kind: page
id: P1
name: 见 C4 和 C40
text: |
  | 过程 | 文件 |
  |---|---|
  | C4 | QP-04 |

  按C4、C4/C5 执行，见 C4-生产.yaml，不是 XC4 或 C4.1；![图](diagram:C5)，C4-C6
"""
PROCESS = 'kind: process\nid: {id}\nname: "过程 C4 \\u4e2d"\ntype: customer\ndocument: {{number: QP-0{number}}}\n'


def test_ids_in_texts_have_exact_places(project) -> None:
    files = {"P1": TEXT, "C4": PROCESS.format(id="C4", number=4), "C5": PROCESS.format(id="C5", number=5)}
    loaded, _ = load(project(**files))
    sources = {path: data.decode() for path, data in loaded.sources.items()}
    assert all(sources[one.span.path][one.start : one.end] == one.id for one in loaded.spoken)
    seen = [(one.kind, one.id, *one.span[1:3]) for one in loaded.spoken if one.span.path.endswith("P1.yaml")]
    assert seen == [
        ("document", "C4", 3, 9),
        ("document", "C4", 7, 5),
        ("document", "QP-04", 7, 10),
        ("document", "C4", 9, 4),
        ("document", "C4", 9, 7),
        ("document", "C5", 9, 10),
        ("document", "C4", 9, 18),
        ("diagram", "C5", 9, 56),
    ]
    assert sum(one.span.path.endswith("C4.yaml") for one in loaded.spoken) == 1
