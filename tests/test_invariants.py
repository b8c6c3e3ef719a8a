"""What ARCHITECTURE.md promises: each invariant with the tests that keep it, and those that have no other place."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

import pytest

from tests.mutations import SOURCE, slips
from tests.test_architecture import FILES, PACKAGE, ROOT

#: Number of the invariant -> tests that turn red when it is broken.
KEPT: Mapping[int, tuple[str, ...]] = {
    1: (
        "test_architecture: test_a_library_is_imported_only_where_it_belongs",
        "test_reader: test_scalars_arrive_as_written",
    ),
    2: (
        "test_reader: test_random_bytes_never_raise",
        "test_reader: test_mutated_good_files_never_raise",
        "test_build: test_bad_input_is_named_with_its_place_and_leaves_the_output_alone",
        "test_hostile: test_every_refused_file_is_named_with_a_line_and_a_remedy",
        "test_flowchart: test_any_chart_is_sound_or_refused",
    ),
    3: (
        "test_travel: test_every_kind_keeps_its_places",
        "test_travel: test_a_project_arrives_in_another_process_with_its_places",
        "test_architecture: test_nothing_is_told_apart_by_where_it_lies_in_memory",
    ),
    4: ("test_interaction: test_no_text_reaches_graphviz",),
    5: (
        "test_svg: test_only_the_writer_knows_svg",
        "test_svg: test_hostile_texts_are_escaped_everywhere",
        "test_svg: test_dot_holds_every_text_as_text",
        "test_drawn_addresses: test_what_has_an_address_shows_the_value_there",
        "test_html: test_hostile_texts_are_shown_literally",
        "test_xlsx: test_text_is_never_a_formula",
        "test_xlsx: test_csv_holds_no_formula",
    ),
    6: (
        "test_check_command: test_check_imports_nothing_heavy",
        "test_api: test_what_is_not_asked_for_is_not_imported",
    ),
    7: (
        "test_invariants: test_a_colour_is_a_name_of_the_palette",
        "test_svg: test_a_file_stands_on_its_own",
        "test_svg: test_the_copy_for_a_page_has_no_colours_of_its_own_and_links_where_allowed",
        "test_html: test_a_colour_stays_one_at_night",
    ),
    8: (
        "test_text: test_fit_shrinks_before_it_breaks_a_word",
        "test_flowchart: test_sixty_steps_go_over_several_sheets",
        "test_turtle: test_what_fits_no_sheet_is_refused_where_it_stands",
        "test_build: test_a_figure_that_fits_no_page_is_told_and_the_rest_is_built",
    ),
    9: (
        "test_saving: test_a_kill_at_any_moment_leaves_one_build_or_the_other",
        "test_saving: test_an_error_at_any_operation_leaves_one_build_or_the_other",
        "test_saving: test_somebodys_own_file_is_named_and_replaced_only_by_force",
        "test_invariants: test_writers_write_nothing_to_the_disk",
    ),
    10: (
        "test_invariants: test_clock_and_chance_are_asked_only_where_nothing_is_made",
        "test_pdf: test_two_runs_give_the_same_bytes_wherever_they_run",
        "test_build: test_the_same_input_gives_the_same_bytes",
        "test_xlsx: test_same_bytes_at_another_time",
    ),
    11: (
        "test_keys: test_pdfs_with_other_keys_are_other_pdfs",
        "test_keys: test_every_field_of_a_sheet_is_in_the_key",
        "test_keys: test_the_key_names_neither_the_folder_nor_the_language_of_this_machine",
        "test_execution: test_a_key_holds_what_the_target_consumes",
    ),
    12: (
        "test_architecture: test_only_a_folder_touches_the_disk",
        "test_worlds: test_links_are_followed_only_where_they_stay_inside",
        "test_saving: test_nothing_is_written_through_a_link",
        "test_svg: test_pictures_are_printed_elsewhere_and_locked_in",
        "test_pdf: test_a_picture_that_cannot_be_read_is_told_with_its_document",
    ),
    13: (
        "test_limits: test_a_document_that_fails_keeps_its_earlier_file_and_so_does_the_manual",
        "test_execution: test_a_process_that_ends_takes_one_target_along",
    ),
    14: (
        "test_limits: test_what_wants_too_much_memory_is_one_failure",
        "test_limits: test_a_process_that_has_grown_large_is_replaced",
    ),
    15: (
        "test_edit: test_any_edit_gives_the_asked_value_or_nothing_and_undo_gives_every_character_back",
        "test_edit: test_what_an_edit_need_not_touch_stays_line_by_line",
    ),
    16: (
        "test_evidence: test_no_later_version_voids_an_approval",
        "test_evidence: test_lines_are_bound_to_each_other",
        "test_evidence: test_signatures_are_printed_from_evidence_and_never_inherited",
    ),
    17: (
        "test_serve: test_only_our_own_pages_write",
        "test_serve: test_nothing_is_shown_without_the_token",
        "test_serve: test_no_path_comes_from_the_client",
        "test_serve: test_it_listens_on_this_machine_only",
    ),
}
#: Module or room -> why it may ask for the time or for chance.
ASKING = {
    "cli/": "which day it is for checks, and how long a command took; a build takes neither",
    "saving/files.py": "waits for a lock; chance names a file that is renamed at once",
    "serve/guard.py": "the token that opens the editor is made by chance",
    "serve/workspace.py": "which day it is for checks, as for `check`",
    "execution/": "how long a process may take; chance tells parcels apart that are under way, not what is in them",
    "cache/store.py": "which entries were not used for longest",
    "writers/making.py": "how long a target took, for `--timings`",
    "writers/rendering.py": "how long templates of a user may take",
}
#: Names of functions that tell time, chance, or which process this is.
CLOCKS = re.compile(r"(?:monotonic|perf_counter|now|today|utcnow|getpid|urandom|uuid[14]|token_hex|token_bytes|token_urlsafe)")


def test_every_invariant_has_tests_that_keep_it() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Invariants")[2].partition("\n## ")[0]
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.M)]
    assert numbers == list(KEPT), "ARCHITECTURE.md has other invariants than KEPT in this file: name the tests of a new one, strike out the row of one that went"


@pytest.mark.parametrize("test", sorted({test for tests in KEPT.values() for test in tests}))
def test_a_test_that_keeps_an_invariant_is_there(test: str) -> None:
    module, _, name = test.partition(": ")
    written = (ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8")
    assert re.search(rf"^def {name}\(", written, re.M), f"{test} was renamed or dropped: say in KEPT which test does its work now"


def test_clock_and_chance_are_asked_only_where_nothing_is_made() -> None:
    wrong = []
    for path in FILES:
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(tuple(ASKING)):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | ({node.module or ""} if isinstance(node, ast.ImportFrom) else set())
                if names & {"random", "secrets", "uuid", "time"}:
                    wrong.append(f"{name}:{node.lineno}: {ast.unparse(node)}")
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and CLOCKS.fullmatch(node.func.attr):
                wrong.append(f"{name}:{node.lineno}: {ast.unparse(node)}")
    assert not wrong, "what is written may depend on it; if it cannot, say why in ASKING: " + "; ".join(wrong)


def test_writers_write_nothing_to_the_disk() -> None:
    """They hand bytes over; `output.py` has them written by `saving`."""
    writing = {"write_bytes", "write_text", "mkdir", "makedirs", "rename", "unlink", "rmtree", "symlink_to", "touch"}
    wrong: list[str] = []
    for path in FILES:
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(("writers/", "binder/", "manual/", "diagrams/", "checks/")):
            calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
            wrong.extend(f"{name}:{call.lineno}: {ast.unparse(call)}" for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in writing)
            wrong.extend(f"{name}:{call.lineno}: {ast.unparse(call)}" for call in calls if isinstance(call.func, ast.Name) and call.func.id == "open")
    assert not wrong, "hand the bytes over in a Target: " + "; ".join(wrong)


def test_a_colour_is_a_name_of_the_palette() -> None:
    """Diagram kinds name colours by what they mean; only the palette and the cleaning of foreign pictures spell them."""
    spelt = re.compile(r"""["'](?:#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|rgba?\([^"']*\)|var\(--[^"']*\))["']""")
    wrong: list[str] = []
    for path in (PACKAGE / "diagrams").rglob("*.py"):
        if path.name not in ("palette.py", "pictures.py"):
            wrong += [f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}" for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if spelt.search(line)]
    assert not wrong, "give the colour a name in palette.py: " + "; ".join(wrong)


def test_each_slip_of_the_list_can_still_be_made() -> None:
    """`python -m tests.mutations` tries whether the tests notice them; a text that is no longer in its file would try nothing."""
    found = slips()
    assert len({slip["file"] for slip in found}) == len(found) >= 25
    texts = {slip["file"]: (ROOT / SOURCE / slip["file"]).read_text(encoding="utf-8").count(slip["old"]) for slip in found}
    assert [file for file, count in texts.items() if count != 1] == []
    assert [name for slip in found for name in slip["tests"] if not (ROOT / "tests" / f"{name}.py").is_file()] == []
