# cython: language_level=3
"""Cython's best: final classes with a free list and without the collector's header."""

cimport cython


@cython.final
@cython.freelist(64)
@cython.no_gc
cdef class Objects:
    cdef public object x, y, z

    def __init__(self, x, y, z=None):
        self.x = x
        self.y = y
        self.z = z

    def __eq__(self, other):
        if type(other) is not Objects:
            return NotImplemented
        cdef Objects that = other
        return self.x == that.x and self.y == that.y and self.z == that.z

    def __lt__(self, other):
        if type(other) is not Objects:
            return NotImplemented
        cdef Objects that = other
        return (self.x, self.y, self.z) < (that.x, that.y, that.z)

    def __hash__(self):
        return hash((self.x, self.y, self.z))

    def __repr__(self):
        return f"Objects(x={self.x!r}, y={self.y!r}, z={self.z!r})"

    def __reduce__(self):
        return Objects, (self.x, self.y, self.z)

    def first(self):
        return self.x


@cython.final
@cython.freelist(64)
@cython.no_gc
cdef class Floats:
    cdef public double x, y, z

    def __init__(self, double x, double y, double z=0.0):
        self.x = x
        self.y = y
        self.z = z

    def __eq__(self, other):
        if type(other) is not Floats:
            return NotImplemented
        cdef Floats that = other
        return self.x == that.x and self.y == that.y and self.z == that.z

    def __lt__(self, other):
        if type(other) is not Floats:
            return NotImplemented
        cdef Floats that = other
        if self.x != that.x:
            return self.x < that.x
        if self.y != that.y:
            return self.y < that.y
        return self.z < that.z

    def __hash__(self):
        return hash((self.x, self.y, self.z))

    def __repr__(self):
        return f"Floats(x={self.x!r}, y={self.y!r}, z={self.z!r})"

    def __reduce__(self):
        return Floats, (self.x, self.y, self.z)

    def first(self):
        return self.x


@cython.final
@cython.freelist(64)
@cython.no_gc
cdef class Ints:
    cdef public long long x, y, z

    def __init__(self, long long x, long long y, long long z=0):
        self.x = x
        self.y = y
        self.z = z

    def __eq__(self, other):
        if type(other) is not Ints:
            return NotImplemented
        cdef Ints that = other
        return self.x == that.x and self.y == that.y and self.z == that.z

    def __lt__(self, other):
        if type(other) is not Ints:
            return NotImplemented
        cdef Ints that = other
        if self.x != that.x:
            return self.x < that.x
        if self.y != that.y:
            return self.y < that.y
        return self.z < that.z

    def __hash__(self):
        return hash((self.x, self.y, self.z))

    def __repr__(self):
        return f"Ints(x={self.x!r}, y={self.y!r}, z={self.z!r})"

    def __reduce__(self):
        return Ints, (self.x, self.y, self.z)

    def first(self):
        return self.x


@cython.final
@cython.freelist(64)
@cython.no_gc
cdef class Objects8:
    cdef public object a, b, c, d, e, f, g, h

    def __init__(self, a, b, c, d, e, f, g, h=None):
        self.a = a
        self.b = b
        self.c = c
        self.d = d
        self.e = e
        self.f = f
        self.g = g
        self.h = h

    cdef tuple values(self):
        return (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h)

    def __eq__(self, other):
        if type(other) is not Objects8:
            return NotImplemented
        cdef Objects8 o = other
        return (
            self.a == o.a and self.b == o.b and self.c == o.c and self.d == o.d
            and self.e == o.e and self.f == o.f and self.g == o.g and self.h == o.h
        )

    def __lt__(self, other):
        if type(other) is not Objects8:
            return NotImplemented
        cdef Objects8 that = other
        return self.values() < that.values()

    def __hash__(self):
        return hash(self.values())

    def __repr__(self):
        return (
            f"Objects8(a={self.a!r}, b={self.b!r}, c={self.c!r}, d={self.d!r}, "
            f"e={self.e!r}, f={self.f!r}, g={self.g!r}, h={self.h!r})"
        )

    def __reduce__(self):
        return Objects8, self.values()

    def first(self):
        return self.a
