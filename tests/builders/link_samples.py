"""What mail programs write into a mail for files that are too large, and what people paste (field-notes 4)."""

from __future__ import annotations

import html

QQ_KEY = "27336433347c8ecc1e1c071e17620f00495602005652"
NETEASE_P = "X-NETEASE-HUGE-ATTACHMENT"
STYLE = "<style id='cloudAttachStyle'>#divNeteaseBigAttach,#divNeteaseSiriusCloudAttach{display:none}</style>"


def page(*blocks: str) -> str:
    """Return a whole HTML body."""
    return f"<html><head>{STYLE}</head><body><div>Dear organisers,</div><div>my entry is attached.</div>{''.join(blocks)}</body></html>"


def exmail_url(number: int, code: str = "f3d30b82") -> str:
    """Return the address of a large attachment of Exmail or the older QQ Mail."""
    return f"http://mail.qq.com/cgi-bin/ftnExs_download?t=exs_ftn_download&k={QQ_KEY}{number}&code={code}"


def exmail(*files: tuple[str, str, str, str]) -> str:
    """Return Exmail's block; (name, size, end in words, end in seconds) each, linked by icon, name and words."""
    items = "".join(
        f'<div style="padding:10px 0;font-size:12px;"><div title="{name}\n\n文件大小：{size}\n\n到期时间：{words}" class="bigatt_bt">'
        f'<div style="float:left;margin:2px 8px 0 0;"><a target="_blank" href="{html.escape(exmail_url(number))}&amp;fid=72/ef3f">'
        f'<img border="0" src="http://res.mail.qq.com/zh_CN/htmledition/images/fj/fu_rar.gif"></a></div><div class="name_big">'
        f'<span class="qqmailbgattach" expiretime="{stamp}" downloadlink="{html.escape(exmail_url(number))}" fid="">'
        f'<a target="_blank" style="text-decoration:none;color:#000;" href="{html.escape(exmail_url(number))}">{name}</a></span>'
        f'<span style="color:#888;padding-left:10px;"> ({size}, {words} 到期)</span><div style="padding:5px 0 0 0;">'
        f'<a target="_blank" href="{html.escape(exmail_url(number))}">进入下载页面</a></div></div></div></div>'
        for number, (name, size, words, stamp) in enumerate(files, 1)
    )
    return (
        '<div><includetail></includetail></div><div id="QQMailBigAttach" style="padding: 2px;background-color:#E0ECF9;"><hr '
        'style="display:none;"><div style="text-align:left;padding: 6px 0pt 10px 6px;"><b style="font-size: 14px;">'
        f'从腾讯企业邮箱发来的超大附件</b></div><div style="background:#fff;"><div style="clear:both;">{items}</div></div></div>'
    )


def netease(*files: tuple[str, str, str], host: str = "mail.163.com") -> str:
    """Return the block of 163, 126 and yeah.net; (name, size, end in words) each."""
    items = ""
    for number, (name, size, words) in enumerate(files, 1):
        url = f"https://{host}/large-attachment-download/index.html?p={NETEASE_P}&amp;file=mEzP{number}"
        items += (
            '<div style="clear:both;height:36px;padding:6px 4px"><div style="width:36px;float:left">'
            f'<a href="{url}"><img border="0" src="http://mimg.127.net/xm/all/fj/image.png"></a></div><div>'
            f'<div style="padding:0;font-size:12px;line-height:14px"><a style="text-decoration:none;color:#000" download="{url}" '
            f'href="{url}" filename="{name}">{name}</a><span style="color:#bbb">&nbsp;({size}, {words})</span></div>'
            f'<div style="margin-top:4px"><a href="{url}">下载</a></div></div></div>'
        )
    return (
        '<div id="divNeteaseBigAttach" style="padding:4px;background:#DEE8F2"><div style="font-size:14px"><b>从网易163邮箱发来的超大附件</b>'
        f'</div><div style="background:#fff">{items}</div></div>'
    )


def sirius(name: str, size: str, stamp: str, words: str) -> str:
    """Return the block of NetEase's enterprise mail."""
    return (
        '<div id="divNeteaseSiriusCloudAttach"><div>从网易企业邮箱发来的云附件</div><a class="divNeteaseSiriusCloudAttachItem" '
        f'href="https://edisk.qiye.163.com/api/biz/attachment/download?identity=5b0c7a91" file-name="{name}" file-size="{size}" '
        f'expired="{stamp}"><span>{name}</span><span>过期时间：{words}</span></a></div>'
    )


def drive_chip(name: str, file: str) -> str:
    """Return the chip Gmail makes of a file over 25 MB."""
    url = f"https://drive.google.com/file/d/{file}/view?usp=drive_web"
    return (
        '<div class="gmail_chip gmail_drive_chip" style="width:396px;height:18px;max-height:18px;background-color:#f5f5f5">'
        f'<a href="{url}" target="_blank" style="display:inline-block" aria-label="{name}"><img style="vertical-align:bottom" '
        'src="https://ssl.gstatic.com/docs/doclist/images/icon_10_generic_list.png">&nbsp;<span dir="ltr" style="color:#15c">'
        f'{name}</span></a><img src="//ssl.gstatic.com/ui/v1/icons/common/x_8px.png" style="display:none"></div>'
    )


def owa(name: str, url: str, prefix: str = "", hidden: bool = False) -> str:
    """Return the block of Outlook on the web; quoting it prefixes the id; `hidden` puts all of it into the comment."""
    opened, closed = (
        ("[if lte mso 15 || CheckWebRef]>", "<![endif]") if hidden else ("[if lte mso 15 || CheckWebRef]-->", "<!--[endif]")
    )
    return (
        f'<!--{opened}<div id="{prefix}OwaReferenceAttachments" style="display:none"><table><tr><td><a href="{html.escape(url)}"><img '
        f'src="https://r1.res.office365.com/owa/file.png"></a></td><td><a href="{html.escape(url)}">{name}</a></td></tr></table></div>'
        f'<div id="{prefix}OwaReferenceAttachmentsEnd" style="display:none"></div>{closed}-->'
    )


def mail_drop(name: str, size: int, stamp: int) -> str:
    """Return what Apple Mail writes for a file over 20 MB."""
    url = (
        "https://www.icloud.com/attachment/?u=https%3A%2F%2Fcvws.icloud-content.com%2FB%2FAUZ%2F%24%7Bf%7D%3Fo%3DAp%26v%3D1%26x%3D3"
        f"%26a%3DB%26e%3D{stamp}%26k%3D%24%7Buk%7D%26fl%3D&uk=wKcA9w&f={name.replace(' ', '%20')}&sz={size}"
    )
    return (
        f'<div class="x-apple-maildrop-container" dir="auto"><table><tr><td><a href="{html.escape(url)}" class="x-apple-maildrop">'
        f"Click to Download</a></td></tr><tr><td>{name}</td></tr><tr><td>{size / 10**6:.1f} MB</td></tr></table></div>"
    )
