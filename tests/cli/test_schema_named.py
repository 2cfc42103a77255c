"""A file that is not as it must be is compared with the schema of its own kind."""

from __future__ import annotations

import pytest

from aeo_exchange.resources import published

HEADED = "declaration,role,id\nD1,exporter,HK00000001\n"
WRONG = 'anything = "else"\n'


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (("import", "t.csv", "--layout=wrong.toml"), "layout-file"),
        (
            ("import", "t.csv", "--layout=hk-list", "--base=b.ndjson", "--answers=wrong.toml"),
            "answers-file",
        ),
        (
            (
                "match",
                "t.csv",
                "--layout=wrong.toml",
                "--profile=HK-JP.toml",
                "--by=JP",
                "--from=-",
            ),
            "declaration-layout-file",
        ),
    ],
)
@pytest.mark.parametrize("text", [WRONG, "= no TOML"])
def test_each_kind_of_file_names_its_own_schema(aeo, tmp_path, arguments, schema, text) -> None:
    (tmp_path / "wrong.toml").write_text(text)
    (tmp_path / "t.csv").write_text(HEADED)
    (tmp_path / "b.ndjson").write_text("")
    agreed = published("samples/profiles/HK-JP.toml").read_bytes()
    (tmp_path / "HK-JP.toml").write_bytes(agreed)
    done = aeo(*arguments)
    assert done.returncode == 2
    assert "wrong.toml: " in done.stderr
    assert f"`aeo schema show {schema}.schema.json`" in done.stderr
    assert aeo("schema", "show", f"{schema}.schema.json").returncode == 0
