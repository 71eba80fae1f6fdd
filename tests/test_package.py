"""What anyone who programs with the package relies on."""

import subprocess
import sys

import pytest


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, assistant; print(sorted({'chromadb', 'gradio', 'langchain_openai', 'openpyxl'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("name", ["read", "check", "draft"])
def test_read_check_and_draft_are_one_import_away(name: str) -> None:
    import assistant

    assert callable(getattr(assistant, name))


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    import assistant

    with pytest.raises(AttributeError, match="frobnicate"):
        _ = assistant.frobnicate
