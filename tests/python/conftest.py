"""Every test here imports `recordclass_fixtures`, which must be built for the very Python that runs pytest."""

import gc
import sys

import pytest


def pytest_addoption(parser):
    parser.addoption("--refleak", action="store_true", help="run each test again and again, and count what it leaves behind")


def pytest_configure(config):
    try:
        import recordclass_fixtures  # noqa: F401
    except ImportError as error:
        raise pytest.UsageError(
            f"no recordclass_fixtures for {sys.executable} ({error}).\n"
            "Build it and run these tests with: cargo xtask test --only python --python "
            f"{sys.version_info[0]}.{sys.version_info[1]}{'t' if 't' in getattr(sys, 'abiflags', '') else ''}"
        ) from error
    if config.getoption("--refleak"):
        import refleak

        config.pluginmanager.register(refleak)


def pytest_terminal_summary(terminalreporter):
    """What long tests tell of themselves, also those that ran in another process and passed."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                for name, value in report.user_properties:
                    if name == "told":
                        terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {value}")


def pytest_collection_finish():
    # A collection need not look at all that pytest holds, nor at the modules: hundreds of tests ask for one.
    gc.collect()
    gc.freeze()
