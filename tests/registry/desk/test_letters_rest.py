"""After a refused login the pauses grow, whoever was refused."""

from registry.desk.letters_rest import Rest


def test_the_pauses_grow_until_a_letter_leaves():
    now, rest = [0.0], Rest(lambda: now[0])
    pauses = []
    for _ in range(4):
        assert not rest.on()
        rest.refused()
        rest.refused()  # a conversation that had begun before
        began = now[0]
        while rest.on():
            now[0] += 60
        pauses.append((now[0] - began) / 60)
    assert pauses == [10, 30, 120, 120]
    assert (rest.over(), rest.over()) == (True, False)
    rest.refused()
    now[0] += 601
    assert not rest.on()
