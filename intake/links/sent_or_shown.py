"""Whether a mail sends what lies behind an address, or only shows who its author is, or asks."""

from __future__ import annotations

import re

from intake.links.asked import links_in, without_links
from intake.words.authored import SIGNED, refers_elsewhere
from intake.words.fold import fold_case

SOCIAL = re.compile(  # where people show themselves, and send nobody anything
    r"(^|\.)(instagram|facebook|fb|twitter|x|threads|linkedin|pinterest|vsco|behance|500px|tuchong|lofter|medium|weibo|xiaohongshu|xhslink|"
    r"zhihu|douban|jianshu|douyin|tiktok|kuaishou|bilibili|youtube|vimeo|t|linktr|github|substack|patreon)\."
    r"(com|co|net|me|ee|cn|org)$"
)
OWN_PAGE = re.compile(
    r"(主页|网站|网页|官网|博客|\b(web ?site|home ?page|blog|site|page)\b)\s*(是|is|at)?\s*[:：]?\s*<?(https?://)?$",
    re.IGNORECASE,
)
ASKS = re.compile(r"[?？]|请问")
SENDS = re.compile(  # words of one who submits something
    r"投稿|参赛|参评|报名|应征|申报|作品|登记表|申请表|征集表|统计表|材料|资料|稿件|稿子|简历|查收|提交|填好|填写完|"
    r"\b(submi(t|ts|tted|tting|ssion)|application|registration|enter(ed|ing)?|entry|portfolio|my (\w+ )?(photos?|pictures?|works?|form|cv|essay|film|text)|please find)\b",
    re.IGNORECASE,
)


def only_leads_on(text: str) -> bool:
    """Tell a text that gives an address, or says where to look, and nothing else."""
    rest = without_links(text).strip(' \t\n<>()（）:：,，.。;；"“”')
    return rest != text.strip() and (not rest or refers_elsewhere(rest))


def is_of_a_person(url: str, text: str) -> bool:
    """Tell a document's address that a mail gives below its greeting, in a list of pages on which its author shows themselves, or as their own page."""
    lines = [line for line in text.splitlines() if line.strip()]
    bare = url.partition("://")[2]
    at = [place for place, line in enumerate(lines) if bare in line]
    if not at:
        return False
    signed = next((place for place, line in enumerate(lines) if place and SIGNED.match(line)), len(lines))
    near = {side for place in at for side in (place - 1, place, place + 1) if 0 <= side < len(lines)}
    shown = any(SOCIAL.search(link.host) for side in near for link in links_in(lines[side]))
    called = any(OWN_PAGE.search(lines[place].partition(bare)[0]) for place in at)
    return min(at) > signed or shown or called


def sends_something(text: str) -> bool:
    """Tell words that send something from those that ask or tell something."""
    said = without_links(text)
    return not ASKS.search(said) and SENDS.search(fold_case(said)) is not None
