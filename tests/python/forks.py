"""A Python that has the modules imported, and forks for each program that is to run: the import of hundreds of classes is
most of what a short program takes.

A program finds `__main__` as it would in a process of its own, and the interpreter ends behind it in the ordinary way.
"""

import atexit
import os
import select
import signal
import subprocess
import sys
import tempfile

# Elsewhere a fork without `exec` is not safe with each library of the system, if there is one.
POSSIBLE = sys.platform == "linux"


class Forks:
    """Runs programs behind a prelude, one after the other."""

    def __init__(self, python, prelude, env):
        from forked import ANSWER, SIZE

        self.size, self.answer = SIZE, ANSWER
        self.files = self.out, _ = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        # Nothing of it stays in `__main__`, whose names belong to the programs.
        script = f"{prelude}\nexec(__import__('forked').program({self.out.fileno()}))"
        path = os.pathsep.join((env["PYTHONPATH"], os.path.dirname(os.path.abspath(__file__))))
        self.process = subprocess.Popen(
            [*python, "-c", script], env={**env, "PYTHONPATH": path}, bufsize=0, pass_fds=[self.out.fileno()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.files[1],
        )  # fmt: skip
        atexit.register(self.close)

    def run(self, program, timeout):
        """As `subprocess.run`. If the prelude fails, it is as if the program had."""
        for file in self.files:
            file.seek(0)
            file.truncate()
        child = code = None
        try:
            self.ask(program)
            child = self.told(timeout)
            code = self.told(timeout)
        except (BrokenPipeError, EOFError):
            # Whatever it says itself: the program did not run to its end.
            code = self.end() or 1
        except TimeoutError:
            os.kill(child or self.process.pid, signal.SIGKILL)
            self.end()
        texts = []
        for file in self.files:
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        if self.ended:
            self.close()
        if code is None:
            raise subprocess.TimeoutExpired(program, timeout, *texts)
        return subprocess.CompletedProcess(program, code, *texts)

    def ask(self, program):
        source = program.encode()
        left = memoryview(self.size.pack(len(source)) + source)
        while left:
            left = left[self.process.stdin.write(left) :]

    def told(self, timeout):
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            raise TimeoutError
        answer = self.process.stdout.read(self.answer.size)
        if not answer:
            raise EOFError
        return self.answer.unpack(answer)[0]

    @property
    def ended(self):
        return self.process.returncode is not None

    def end(self):
        """Ends the process, if it has not by itself; its exit code."""
        self.process.stdin.close()
        return self.process.wait()

    def close(self):
        atexit.unregister(self.close)
        self.end()
        for file in (*self.files, self.process.stdout):
            file.close()
