"""Orders about many entries that wait under one name: rejections for a second word, decisions to be taken back together."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from registry.desk.desk import Desk
from registry.read.entries import read_entry
from registry.staff.keys import LIFE, UNDO
from registry.staff.may_order import Judged, Order, Sender
from registry.staff.order_lines import ActionWords
from registry.staff.told import Became, Item, StaffMailResult
from registry.store.codec import known, packed, unpacked
from registry.store.codes import Action
from registry.store.mails import stamp

NAME = re.compile(r"B[0-9A-F]{6}")


def keep_batch(desk: Desk, sender: Sender, orders: Sequence[Order], now: datetime) -> str:
    """Keep orders until they are confirmed, each pinned to the entry as it is now; return the batch's name."""
    name = f"B{secrets.token_hex(3).upper()}"
    lines = [{**asdict(order), "pin": _pin(desk, order.reference)} for order in orders]
    row = {"id": name, "address": sender.address, "made_at": stamp(now), "lines": packed(lines)}
    desk.db.table("staff_batches").insert(row)
    desk.db.conn.execute("DELETE FROM staff_batches WHERE made_at < ?", [stamp(now - LIFE)])
    return name


def take_batch(desk: Desk, sender: Sender, order: Order, now: datetime) -> list[Judged]:
    """Return what waits under the name of a batch, once; an entry that changed meanwhile is told so and left out."""
    query = "SELECT lines FROM staff_batches WHERE id = ? AND address = ? AND done_at = ''"
    row = desk.db.conn.execute(query, [order.reference, sender.address]).fetchone()
    if row is None:
        spent = Became.NO_UNDO if order.action == UNDO else Became.CHANGED
        return [Item(became=spent, reference=order.reference, action=order.action, typed=order.typed)]
    desk.db.conn.execute("UPDATE staff_batches SET done_at = ?, lines = '[]' WHERE id = ?", [stamp(now), order.reference])
    return [_again(desk, line) for line in unpacked(row[0])]


def with_undo(desk: Desk, sender: Sender, told: StaffMailResult, now: datetime) -> StaffMailResult:
    """Return what was told with the name by which all its decisions can be taken back at once, where there are several."""
    done = [item for item in told.items if item.became is Became.DONE and item.action in set(Action)]
    if len(done) < 2:
        return told
    orders = [Order(reference=item.reference, action=UNDO, words=ActionWords()) for item in done]
    return replace(told, undo=keep_batch(desk, sender, orders, now))


def _again(desk: Desk, line: Mapping[str, Any]) -> Judged:
    words = {name: line[name] for name in ("reference", "action", "typed")}
    if list(_pin(desk, line["reference"])) != line["pin"]:
        entry = read_entry(desk.db, line["reference"])
        return Item(became=Became.CHANGED, state=str(entry.state) if entry else "", **words)
    return Order(words=ActionWords(**known(ActionWords, line["words"])), **words)


def _pin(desk: Desk, reference: str) -> tuple[int, int]:
    entry = read_entry(desk.db, reference)
    return (entry.revision, entry.moves) if entry else (0, 0)
