def test_point():
    import recordclass_fixtures as f
    assert f.Point.__module__ == "recordclass_fixtures"
    assert repr(f.Point(1, 2)) == "Point(x=1.0, y=2.0, z=0.0)"
