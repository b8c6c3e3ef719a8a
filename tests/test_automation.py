"""What build servers are given: each file by its own linter, and its commands run as the server would run them, in a repository whose project is a folder of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml

from procdocs import __version__
from procdocs.automation import SERVERS, automation

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "quality/system"
SETTINGS = "organisation: 示例公司\nlanguages: [zh]\ndepartments: [{id: production, name: 生产部}]\n"
PROCESS = (
    "kind: process\nid: C4\nname: 生产管理\ntype: customer\nowner: {owner}\npurpose: 按计划生产\n"
    "inputs: [{{name: 订单, from: customer}}]\noutputs: [{{name: 产品, to: customer}}]\n"
)
#: What a server fills in by itself, for a push and for a pull request of a stranger.
EXPRESSIONS = {
    "${{ github.event_name == 'pull_request' && '--untrusted' || '' }}": "--untrusted",
    "origin/${{ github.base_ref }}": "origin/main",
}


def git(folder, *arguments):
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """A repository whose project is a folder of it: right on `origin/main`, wrong in what is checked out."""
    place = tmp_path / "repository"
    write(place, owner="production")
    git(place, "init", "-q", "-b", "main", ".")
    git(place, "add", "-A")
    git(place, "commit", "-qm", "right")
    git(place, "update-ref", "refs/remotes/origin/main", "HEAD")
    write(place, owner="prodution")
    return place


def write(place, owner):
    for path, text in {"procdocs.yaml": SETTINGS, "processes/C4-production.yaml": PROCESS.format(owner=owner)}.items():
        (place / PROJECT / path).parent.mkdir(parents=True, exist_ok=True)
        (place / PROJECT / path).write_text(text, encoding="utf-8")


def run(command, folder, **variables):
    """A command as a server runs it: in a shell that stops at the first failure, with procdocs on the path. Returns code, stdout and stderr."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=folder, capture_output=True, text=True, env={**os.environ, "PATH": path, **variables})
    return done.returncode, done.stdout, done.stderr


def installs(command):
    """Whether a command only brings programs onto the machine."""
    return "pip install" in command or "apt-get" in command


def filled(variables):
    return {name: EXPRESSIONS.get(str(value), str(value)) for name, value in variables.items() if "github.token" not in str(value)}


@pytest.mark.parametrize("server", SERVERS)
def test_init_writes_it_at_the_top_of_the_repository_and_leaves_the_project_alone(repository, server, procdocs):
    before = {path: path.read_bytes() for path in (repository / PROJECT).rglob("*") if path.is_file()}
    done = procdocs("init", repository / PROJECT, "--ci", server)
    assert done.code == 0 and done.out.split() == [SERVERS[server].path]
    text = (repository / SERVERS[server].path).read_text(encoding="utf-8")
    assert PROJECT in text and __version__ in text and "{{" not in re.sub(r"\$\{\{.*?\}\}", "", text)
    assert {path: path.read_bytes() for path in (repository / PROJECT).rglob("*") if path.is_file()} == before
    again = procdocs("init", repository / PROJECT, "--ci", server)
    assert again.code == 2 and SERVERS[server].path.rpartition("/")[2] in again.err and (repository / SERVERS[server].path).read_text(encoding="utf-8") == text


def test_a_new_project_and_its_build_server_come_together(tmp_path, procdocs):
    done = procdocs("init", tmp_path / "new", "--ci", "gitlab")
    assert done.code == 0 and {".gitlab-ci.yml", "procdocs.yaml"} <= set(done.out.split())
    assert 'PROJECT: "."' in (tmp_path / "new/.gitlab-ci.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ['a"b', "a$(date)", "a`b", "a'b", "a\\b"])
def test_a_folder_that_would_end_a_quoted_word_is_refused(tmp_path, procdocs, name):
    git(tmp_path, "init", "-q", ".")
    done = procdocs("init", tmp_path / name, "--ci", "github")
    assert done.code == 2 and "Traceback" not in done.err and not (tmp_path / name).exists() and not (tmp_path / ".github").exists()


@pytest.mark.parametrize(("server", "schema"), [("github", "vendor.github-workflows"), ("gitlab", "vendor.gitlab-ci")])
def test_its_schema_accepts_it(tmp_path, server, schema):
    (tmp_path / "file.yml").write_text(automation(server, PROJECT, __version__)[1], encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, tmp_path / "file.yml"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_of_ours_and_of_users_are_valid():
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", path], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_text_of_a_stranger_gets_into_a_command():
    """What a pull request may call itself reaches a shell as a variable, never as a part of the command."""
    for source in (automation("github", PROJECT, __version__)[1], (ROOT / "action.yml").read_text(encoding="utf-8")):
        for command in commands(yaml.safe_load(source)):
            assert "${{" not in command, command


def commands(value):
    if isinstance(value, dict):
        yield from (text for key, text in value.items() if key == "run")
        for below in value.values():
            yield from commands(below)
    elif isinstance(value, list):
        for below in value:
            yield from commands(below)


def test_github_shows_findings_beside_their_lines_and_says_what_changed(repository):
    workflow = yaml.safe_load(automation("github", PROJECT, __version__)[1])
    summary = repository / "summary.md"
    codes, told = {}, ""
    for step in workflow["jobs"]["check"]["steps"]:
        if "run" not in step or installs(step["run"]) or "gh pr" in step["run"]:
            continue
        variables = filled({**workflow["env"], **step.get("env", {})}) | {"GITHUB_STEP_SUMMARY": str(summary)}
        codes[step["name"]], out, err = run(step["run"], repository, **variables)
        told += out
        assert "Traceback" not in err
    assert codes == {"Findings beside their lines": 1, "Findings as a log for code scanning": 0, "What changed, in sentences": 0}
    (place,) = set(re.findall(r"^::error file=([^,]+),line=5,", told, re.M))
    assert place == f"{PROJECT}/processes/C4-production.yaml" and (repository / place).is_file()
    log = json.loads((repository / "procdocs.sarif").read_text(encoding="utf-8"))
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["runs"][0]["results"]} >= {place}
    assert "C4" in summary.read_text(encoding="utf-8")


def test_github_builds_what_is_right(repository):
    write(repository, owner="production")
    workflow = yaml.safe_load(automation("github", PROJECT, __version__)[1])
    (step,) = [step for step in workflow["jobs"]["build"]["steps"] if "procdocs build" in step.get("run", "")]
    code, _, err = run(step["run"] + " --format html", repository, **filled(workflow["env"]))
    assert code == 0, err
    assert (repository / "manual/index.html").is_file()


def test_gitlab_gets_a_report_for_the_merge_request_and_one_for_its_tests(repository):
    job = yaml.safe_load(automation("gitlab", PROJECT, __version__)[1])
    variables = job[".procdocs"]["variables"]
    codes = [run(command, repository, **variables)[0] for command in job["check the manual"]["script"]]
    assert codes == [0, 0, 1]
    reports = job["check the manual"]["artifacts"]["reports"]
    rows = json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))
    assert all((repository / row["location"]["path"]).is_file() for row in rows) and any(row["severity"] == "critical" for row in rows)
    suite = ElementTree.parse(repository / reports["junit"]).getroot()
    assert int(suite.get("failures")) == sum(row["severity"] == "critical" for row in rows)


@pytest.mark.parametrize("server", ["gitee", "jenkins"])
def test_the_others_stop_at_an_error_and_pass_without(repository, server):
    text = automation(server, PROJECT, __version__)[1]
    steps = yaml.safe_load(text)["stages"][0]["steps"][0]["commands"] if server == "gitee" else []
    lines = steps or [found.replace("\\'", "'") for found in re.findall(r"^\s*sh '(.*)'$", text, re.M)]
    checks = [line.replace("python3 -m procdocs", "procdocs") for line in lines if "procdocs check" in line]
    assert len(checks) >= 1 and any("procdocs build" in line for line in lines)
    assert run(checks[-1], repository, PROJECT=PROJECT, TRUST="")[0] == 1
    write(repository, owner="production")
    assert [run(check, repository, PROJECT=PROJECT, TRUST="")[0] for check in checks] == [0] * len(checks)


def test_the_action_checks_and_builds(repository, tmp_path):
    """The steps of the composite action, with its inputs in the variables it passes them by."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    inputs = {f"${{{{ inputs.{name} }}}}": str(about.get("default", "")) for name, about in action["inputs"].items()} | {"${{ inputs.project }}": PROJECT}
    codes = []
    for step in action["runs"]["steps"]:
        if "run" in step and not installs(step["run"]):
            variables = {name: inputs.get(str(value), str(value)) for name, value in step.get("env", {}).items()}
            codes.append(run(step["run"], repository, **variables)[0])
    assert codes[0] == 1
    write(repository, owner="production")
    assert run(action["runs"]["steps"][-1]["run"], repository, PROJECT=PROJECT, OUTPUT="manual", OPTIONS="--format html")[0] == 0
    assert (repository / "manual/index.html").is_file()


def test_pre_commit_runs_the_hook_and_shows_the_findings(repository):
    """With the program that people install; only the environment it would make is ours already."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], capture_output=True).returncode == 0
    local = {key: value for key, value in hook.items() if key != "language"} | {"language": "system", "args": [PROJECT, *hook.get("args", [])]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [local]}]}), encoding="utf-8")
    git(repository, "add", "-A")
    command = f"{shutil.which('python', path=str(Path(sys.executable).parent))} -m pre_commit run"
    code, out, _ = run(command, repository, PRE_COMMIT_HOME=str(repository / ".cache"))
    assert code == 1 and f"{PROJECT}/processes/C4-production.yaml:5:" in out
    write(repository, owner="production")
    git(repository, "add", "-A")
    assert run(command, repository, PRE_COMMIT_HOME=str(repository / ".cache"))[0] == 0
