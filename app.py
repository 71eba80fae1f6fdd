"""Start the page: ``python app.py``. The first start makes the environment; later ones take seconds."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before anything newer is parsed
    sys.exit("需要 Python 3.11 或更高版本。 Python 3.11 or later is needed.")

from assistant.environment import APP_LOCK, TEST_LOCK, ensure

if __name__ == "__main__":
    ensure(APP_LOCK, TEST_LOCK)
    from assistant.cli import main

    main(["app", *sys.argv[1:]])
