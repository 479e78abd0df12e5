"""Echoes a Python session: `>>> statement` and its result, as a terminal would."""

import contextlib
import doctest
import io


def show(text, names):
    examples = doctest.DocTestParser().get_examples(text)
    assert examples, "README.md has no Python session"
    for example in examples:
        for number, line in enumerate(example.source.splitlines()):
            print("..." if number else ">>>", line)
        if number:
            print("...")
        # "single" is how a terminal compiles: the value of an expression is printed.
        code = compile(example.source, "<session>", "single")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(code, names)
        print(out.getvalue(), end="", flush=True)
        assert out.getvalue() == example.want, f"README.md shows:\n{example.want}"
