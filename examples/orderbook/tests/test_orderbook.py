import copy
import gc
import inspect
import itertools
import pickle
import random
import weakref

import pytest

from orderbook import Account, Book, Order, Quote, Side, Trade

numbers = itertools.count(1)


def order(side, price, quantity, **more):
    return Order(id=next(numbers), side=side, price=price, quantity=quantity, **more)


def buy(*args, **more):
    return order(Side.Buy, *args, **more)


def sell(*args, **more):
    return order(Side.Sell, *args, **more)


@pytest.fixture
def book():
    return Book()


def test_price_comes_before_time(book):
    late, early, dear = sell(101, 5), sell(100, 5), sell(103, 5)
    for waiting in (late, early, dear):
        assert book.submit(waiting) == []
    taker = buy(102, 8)
    trades = book.submit(taker)
    assert [(t.price, t.quantity, t.maker) for t in trades] == [(100, 5, early.id), (101, 3, late.id)]
    assert [t.taker for t in trades] == [taker.id] * 2
    # The engine fills the very objects that the caller holds.
    assert taker.is_done and early.is_done and late.quantity == 2
    assert book.depth(Side.Sell) == [Quote(101, 2), Quote(103, 5)]
    assert len(book) == 2


def test_time_decides_among_equal_prices(book):
    first, second = buy(50, 1), buy(50, 1)
    book.submit(first)
    book.submit(second)
    (trade,) = book.submit(sell(50, 1))
    assert trade.maker == first.id and not second.is_done


def test_what_is_not_filled_waits_unless_it_is_immediate(book):
    book.submit(buy(10, 3))
    assert [t.quantity for t in book.submit(sell(9, 5))] == [3]
    assert book.depth(Side.Sell) == [Quote(price=9, quantity=2, orders=1)]
    assert book.submit(buy(8, 5, immediate=True)) == [] and book.depth(Side.Buy) == []


def test_an_order_can_be_cancelled_once(book):
    waiting = buy(10, 1)
    book.submit(waiting)
    assert not book.cancel(copy.copy(waiting))  # It is the object that counts.
    assert book.cancel(waiting) and not book.cancel(waiting)
    assert len(book) == 0


def test_the_book_never_crosses(book):
    chance = random.Random(6)
    submitted, traded = 0, 0
    for _ in range(5_000):
        side = chance.choice([Side.Buy, Side.Sell])
        new = order(side, chance.randint(90, 110), chance.randint(1, 20))
        submitted += new.quantity
        traded += sum(trade.quantity for trade in book.submit(new))
        bids, asks = book.depth(Side.Buy, 1), book.depth(Side.Sell, 1)
        assert not (bids and asks) or bids[0].price < asks[0].price
    waiting = sum(quote.quantity for side in (Side.Buy, Side.Sell) for quote in book.depth(side, 100))
    assert submitted == 2 * traded + waiting


def test_orders_take_keywords_and_check_them():
    assert str(inspect.signature(Order)).startswith("(*, id, side, price, quantity, account=None")
    with pytest.raises(TypeError):
        Order(1, Side.Buy, 10, 5)
    with pytest.raises(ValueError, match="must be positive"):
        buy(0, 1)
    with pytest.raises(TypeError, match=r"Order\.side: 'str' object is not"):
        order("buy", 1, 1)
    one = buy(10, 5)
    with pytest.raises(AttributeError):
        one.price = 11
    one.quantity = 4
    assert repr(one).endswith(f"price=10, quantity=4, account=None)")
    assert one.side is not None and one.side == Side.Buy and one.side.other == Side.Sell


def test_trades_are_values():
    trades = [Trade(2, 10, 1, 3, 4), Trade(1, 11, 1, 1, 2)]
    assert sorted(trades)[0].time == 1
    assert len({*trades, Trade(1, 11, 1, 1, 2)}) == 2
    assert pickle.loads(pickle.dumps(trades)) == trades
    with pytest.raises(AttributeError):
        trades[0].price = 0


def test_an_order_can_be_watched(book):
    watched = weakref.WeakValueDictionary()
    waiting = buy(10, 2)
    watched[waiting.id] = waiting
    book.submit(waiting)
    del waiting
    gc.collect()
    assert len(watched) == 1  # The book keeps it.
    book.submit(sell(10, 2))
    gc.collect()
    assert len(watched) == 0  # It is filled, and nobody keeps it.


def test_positions_are_summed_up_the_tree(book):
    firm = Account("firm")
    desk = firm.open("desk")
    ada, bob = desk.open("ada", limit=10), desk.open("bob")
    assert ada.path == "firm/desk/ada" and desk.parent is firm and desk.children == [ada, bob]
    book.submit(buy(10, 8, account=ada))
    book.submit(sell(10, 5, account=bob))
    assert (ada.position, bob.position, desk.position, firm.position) == (5, -5, 0, 0)
    with pytest.raises(ValueError, match="ada would hold 11, and its limit is 10"):
        book.submit(buy(10, 6, account=ada))
    assert repr(bob).startswith("Account(name='bob', limit=")


def test_a_tree_of_accounts_is_collected():
    """Parent and child hold each other: only the garbage collector can free them."""
    gc.collect()
    firm = Account("firm")
    desk = firm.open("desk")
    gone = weakref.ref(firm), weakref.ref(desk)
    del firm, desk
    gc.collect()
    assert [ref() for ref in gone] == [None, None]


def test_orders_do_not_trouble_the_collector():
    assert not gc.is_tracked(buy(10, 1)) and not gc.is_tracked(Trade(1, 1, 1, 1, 1))
    # Head, one byte and one flag beside three numbers and a pointer, and room for weak references.
    assert Order.__basicsize__ <= object.__basicsize__ + 3 * 8 + 8 + 8 + 8
