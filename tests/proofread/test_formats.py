"""What the command prints for programs: workflow commands of GitHub, SARIF."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from nnderiv.proofread.__main__ import main
from nnderiv.proofread.claims.outcome import Claim
from nnderiv.proofread.report.files import FileReport
from nnderiv.proofread.report.github import as_workflow_commands
from nnderiv.proofread.report.sarif import RULES

TEXT = """\
$$ (x + 1)^2 = x^2 + 2x + 1 $$

$$ (x + 1)^2 = x^2 + 1 $$
$$ y = \\foo $$
$$ z = y \\\\ &= 2 y $$
"""
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": "Text."},
        {"cell_type": "code", "source": "%%derivation\ny &= x^2 \\\\\n&= x^3"},
    ]
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that is the current one, with a text and a notebook."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my notes").mkdir()
    (tmp_path / "my notes" / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(arguments)
    return capsys.readouterr().out


def test_no_other_format_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--format", "xml", "a.md"])
    assert "choose from" in capsys.readouterr().err


# --- GitHub


@pytest.mark.usefixtures("folder")
def test_github_shows_errors_then_warnings_each_root_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error, warning, summary = printed(capsys, "my notes", "--format", "github").splitlines()
    assert re.fullmatch(
        r"::error file=my notes/a\.md,line=3,col=\d+,title=row fails::\(x \+ 1\)\^2 = x\^2 \+ 1"
        r"%0Athe left side is .*%0Afor x = .*",
        error,
    )
    assert re.fullmatch(
        r"::warning file=my notes/a\.md,line=4,col=\d+,title=row not read::y = \\foo"
        r"%0A\\foo is not known here%0A2 more rows rest on it",
        warning,
    )
    assert summary == "1 holds, 1 fails, 3 not read"


@pytest.mark.usefixtures("folder")
def test_of_a_notebook_the_cell_stands_in_the_message(capsys: pytest.CaptureFixture[str]) -> None:
    error, _ = printed(capsys, "b.ipynb", "--format", "github").splitlines()
    assert error.startswith("::error file=b.ipynb,title=row fails::cell 2, line 3: = x^3%0A")


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_read_is_an_error_on_github(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error, _ = printed(capsys, "c,d.md", "--format", "github").splitlines()
    assert error == "::error file=c%2Cd.md,title=file not read::there is no such file: c,d.md"


def test_signs_with_a_meaning_in_workflow_commands_are_escaped() -> None:
    claim = Claim("unread", "50% of\r\na::b", line=2, column=7, latex="a, b: 5%")
    found = as_workflow_commands([FileReport("odd:na%me.md", (claim,))]).splitlines()[0]
    assert found == (
        "::warning file=odd%3Ana%25me.md,line=2,col=7,title=row not read::"
        "a, b: 5%25%0A50%25 of%0D%0Aa::b"
    )


# --- SARIF

TEXT_OF_ONE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LOCATION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "physicalLocation": {
            "type": "object",
            "additionalProperties": False,
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": r"^[^ \\]+$"}},
                },
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                },
            },
        }
    },
}
RESULT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT_OF_ONE,
        "locations": {"type": "array", "items": LOCATION},
    },
}
RULE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT_OF_ONE,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}},
    },
}
NOTIFICATION = {
    "type": "object",
    "additionalProperties": False,
    "required": ["message"],
    "properties": {
        "level": LEVEL,
        "message": TEXT_OF_ONE,
        "locations": {"type": "array", "items": LOCATION},
    },
}
# What the schema of SARIF 2.1.0 asks of the parts that are used here.
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["tool"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "additionalProperties": False,
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": RULE,
                                    },
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                    "invocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["executionSuccessful"],
                            "properties": {
                                "executionSuccessful": {"type": "boolean"},
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": NOTIFICATION,
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def sarif(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """The one run of a log, after it was held against the schema."""
    log: dict[str, Any] = json.loads(printed(capsys, *arguments, "--format", "sarif"))
    Draft7Validator.check_schema(SCHEMA)
    assert list(Draft7Validator(SCHEMA).iter_errors(log)) == []
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


@pytest.mark.usefixtures("folder")
def test_sarif_has_a_result_for_each_row_that_does_not_hold(
    capsys: pytest.CaptureFixture[str],
) -> None:
    results = sarif(capsys, "my notes")["results"]
    assert [(result["ruleId"], result["level"]) for result in results] == [
        ("row-fails", "error"),
        ("row-not-read", "warning"),
        ("row-rests-on-another", "note"),
        ("row-rests-on-another", "note"),
    ]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert {place["artifactLocation"]["uri"] for place in places} == {"my%20notes/a.md"}
    assert [place["region"]["startLine"] for place in places] == [3, 4, 5, 5]
    assert all(place["region"]["startColumn"] >= 1 for place in places)
    assert results[0]["message"]["text"].startswith("(x + 1)^2 = x^2 + 1\nthe left side is ")


@pytest.mark.usefixtures("folder")
def test_sarif_names_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    run = sarif(capsys, ".")
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["defaultConfiguration"]["level"] == result["level"]


@pytest.mark.usefixtures("folder")
def test_in_sarif_the_cell_of_a_notebook_stands_in_the_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (result,) = sarif(capsys, "b.ipynb")["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["message"]["text"].startswith("cell 2, line 3: = x^3\n")


def test_in_sarif_a_file_elsewhere_has_its_whole_address(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "my notes")
    (result,) = sarif(capsys, str(folder / "b.ipynb"))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (folder / "b.ipynb").as_uri()


@pytest.mark.usefixtures("folder")
def test_sarif_says_which_file_could_not_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    (invocation,) = sarif(capsys, "missing.md", "my notes")["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"] == "there is no such file: missing.md"


@pytest.mark.usefixtures("folder")
def test_sarif_without_a_result_is_a_whole_log(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.md").write_text("$$ x + x = 2x $$", encoding="utf-8")
    run = sarif(capsys, "good.md")
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
