"""What a client is told when something fails: a page for people, a line or JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from kg.serve import dress, negotiate, sparql
from kg.serve.messages import Reply

# What happened, and what to do, in Chinese and English.
SAID = {
    400: (
        "这个请求看不懂",
        "This request is not understood",
        "请检查地址或查询。",
        "Check the address or the query.",
    ),
    403: ("不允许", "Not allowed", "这里只读，不能修改。", "This server only reads."),
    404: (
        "没有这一页",
        "Nothing is here",
        "名称可能写法不同，请搜索。",
        "It may be written in another way: search for it.",
    ),
    405: ("不能这样用", "Not in this way", "请从首页开始。", "Begin at the start page."),
    406: ("没有这种格式", "No such format", "请换一种格式。", "Ask for another format."),
    413: ("请求太长", "Too long", "请缩短查询。", "Shorten the query."),
    422: ("结果太大", "Too much to show", "请加上 LIMIT，或少问一些。", "Add LIMIT, or ask for less."),
    429: ("现在太忙", "Too busy", "请过几秒再试。", "Try again in some seconds."),
    500: (
        "服务器出错了",
        "The server failed",
        "请再试一次，仍然不行请告诉管理员。",
        "Try again, or tell who runs this server.",
    ),
    503: (
        "暂时没有答案",
        "No answer for now",
        "用时太长，或数据正在更新。请过几秒再试。",
        "It took too long, or the data change. Try again in some seconds.",
    ),
}
PAGES = ["text/plain", "application/json", "text/html", "application/xhtml+xml"]


def response(request: Request, reply: Reply, headers: Mapping[str, str] | None = None) -> Response:
    """The response for a reply that is no answer."""
    accept = request.headers.get("accept", "*/*")
    more = {**(headers or {}), **({"retry-after": str(reply.seconds)} if reply.seconds else {})}
    if negotiate.choose(accept, PAGES) not in ("text/html", "application/xhtml+xml"):
        media_type, body = sparql.error_of(reply, accept)
        return Response(body, reply.status, more, media_type)
    zh, en, advice_zh, advice_en = SAID.get(reply.status, SAID[500 if reply.status >= 500 else 400])
    worn = dress.served("plain", "", english=request.query_params.get("lang") == "en")
    _, line = sparql.error_of(reply, "text/plain")
    page = dress.render(
        "failure",
        worn,
        kind="failure",
        title=f"{zh} {en}",
        status=reply.status,
        said=((zh, en), (advice_zh, advice_en)),
        line=line.decode().strip(),
        again=bool(reply.seconds) or reply.status in (429, 500, 503),
    )
    more |= dress.HEADERS | {"vary": "Accept"}
    return Response(page, reply.status, more, "text/html")
