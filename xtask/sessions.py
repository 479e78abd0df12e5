"""Runs the Python sessions in files of Markdown, each file with names of its own, and tells how many lines there were."""

import doctest
import sys


def without_fences(text):
    # A fence would count as output of the statement before it. Line numbers stay as they are.
    lines = ("" if line.lstrip().startswith("```") else line for line in text.splitlines())
    return "\n".join(lines) + "\n"


attempted = failed = 0
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        text = without_fences(file.read())
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, name, name, 0)
    done = doctest.DocTestRunner().run(test)
    attempted += done.attempted
    failed += done.failed
print(f"{attempted - failed} passed, {failed} failed")
sys.exit(failed > 0 or attempted == 0)
