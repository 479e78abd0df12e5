"""The package `recordclass_rs` as a whole."""


def test_the_package_imports():
    import recordclass_rs

    assert recordclass_rs.__doc__
