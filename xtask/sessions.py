"""Runs the Python sessions in files of Markdown, each file with names of its own, and tells how many lines there were."""

import doctest
import sys
import types


def without_fences(text):
    # A fence would count as output of the statement before it. Line numbers stay as they are.
    lines = ("" if line.lstrip().startswith("```") else line for line in text.splitlines())
    return "\n".join(lines) + "\n"


def run(name):
    with open(name, encoding="utf-8") as file:
        text = without_fences(file.read())
    # Where `pickle` looks for the classes of a session.
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    test = doctest.DocTestParser().get_doctest(text, vars(main), name, name, 0)
    test.globs = vars(main)
    return doctest.DocTestRunner().run(test, clear_globs=False)


attempted = failed = 0
for name in sys.argv[1:]:
    done = run(name)
    attempted += done.attempted
    failed += done.failed
print(f"{attempted - failed} passed, {failed} failed")
sys.exit(failed > 0 or attempted == 0)
