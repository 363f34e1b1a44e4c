"""Error pages and problem+json: what happened, what to do, and a number to quote; never a value, a path or a trace."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

import structlog
from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, SecurityError

from catalog.errors import CatalogError, SignInNeeded
from catalog.models import utc_now
from catalog.storage.errors import StorageFull
from portal.database import is_full
from portal.extensions import is_api, is_for_programs
from portal.formatting import CHINA
from portal.language import in_english, noted, said

log = structlog.get_logger(__name__)
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads like something else

# status → (code, title, sentence, what to do)
PAGES: Final[Mapping[int, tuple[str, str, str, str]]] = {
    400: (
        "http.bad_request",
        noted("请求不完整"),
        noted("页面发来的内容无法识别。"),
        noted("请返回上一页，刷新后重试。"),
    ),
    401: ("access.sign_in", noted("请先登录"), noted("这个页面只对登录的人开放。"), noted("登录后会回到这里。")),
    403: (
        "access.role",
        noted("你没有这项权限"),
        noted("你的角色不包括这项操作。"),
        noted("需要时请联系本单位管理员。"),
    ),
    404: (
        "access.not_found",
        noted("没有这个页面"),
        noted("地址可能写错，或者内容已移走。"),
        noted("可以从首页或数据目录查找。"),
    ),
    405: (
        "http.method",
        noted("这个地址不支持这种操作"),
        noted("页面发来的操作方式不对。"),
        noted("请从页面上的按钮进入。"),
    ),
    410: ("http.gone", noted("内容已撤回"), noted("这项内容不再提供。"), noted("可以从数据目录查找替代数据。")),
    413: (
        "upload.too_large",
        noted("文件太大"),
        noted("文件超过了上限，没有接收任何内容。"),
        noted("请拆分后再上传。"),
    ),
    415: ("http.media_type", noted("格式不支持"), noted("这种内容类型无法处理。"), noted("请换一种格式。")),
    422: (
        "http.invalid",
        noted("参数不符合要求"),
        noted("有参数缺失或不在允许的范围内。"),
        noted("请检查标出的参数。"),
    ),
    429: ("http.too_many", noted("请求太频繁"), noted("短时间内的请求超过了限额。"), noted("请稍候再试。")),
    500: (
        "http.internal",
        noted("系统出错，这次操作没有完成"),
        noted("不是你的操作有误。已经提交的数据没有丢失，未提交的内容仍在上一页。"),
        noted("过几分钟再试。仍然不行，请把编号告诉我们，凭编号可以查到原因。"),
    ),
    507: (
        "storage.full",
        noted("存储空间不足"),
        noted("存储空间不足，文件未保存。"),
        noted("请稍后再试，并告诉平台管理员。"),
    ),
    503: ("http.unavailable", noted("服务暂时不可用"), noted("系统正在维护或重启。"), noted("请过几分钟再试。")),
}


# of an error's detail, what tells a program where it is wrong: a parameter, a part of a query, lines of a file
_WHERE = ("field", "part", "problems")


def incident(status: int) -> str:
    """Return a new number to quote, as E500-20261120-7K3M."""
    tail = "".join(secrets.choice(_ALPHABET) for _ in range(4))
    return f"E{status}-{utc_now().astimezone(CHINA):%Y%m%d}-{tail}"


def init_errors(app: Flask) -> None:
    """Answer every error in words: a page for people, problem+json (RFC 9457) for programs."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CatalogError, _refused)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, code: str, title: str, detail: str, **more: Any) -> Response:
    """Return a problem+json response."""
    response = jsonify(
        {"type": f"urn:portal:error:{code}", "title": title, "status": status, "code": code, "detail": detail} | more
    )
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _answer(status: int, code: str, title: str, sentence: str, advice: str, **more: Any) -> Response:
    number = incident(status)
    if is_for_programs():
        more = {"message_en": in_english(sentence)} | more
    title, sentence, advice = gettext(title), gettext(sentence), gettext(advice)
    log.info("answered_with_error", number=number, status=status, code=code, endpoint=request.endpoint)
    if is_for_programs():
        return problem(status, code, title, sentence, number=number, **more)
    return _page(status, code, title, sentence=sentence, advice=advice, number=number)


def _page(status: int, code: str, title: str, *, sentence: str, advice: str, number: str) -> Response:
    body = render_template(
        "errors/error.html", status=status, code=code, title=title, sentence=sentence, advice=advice, number=number
    )
    return make_response(body, status)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error
    answer = _answer(status, *PAGES.get(status, PAGES[400 if status < 500 else 500]), **_field_errors(error))
    body, _ = answer if isinstance(answer, tuple) else (answer, status)
    response = body if isinstance(body, Response) else Response(str(body), status, mimetype="text/html")
    for name, value in error.get_headers():  # Allow, Retry-After, WWW-Authenticate
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def _field_errors(error: HTTPException) -> dict[str, Any]:
    """Return which parameters of an API call are wrong and how; the messages repeat no value."""
    data = getattr(error, "data", None)
    messages = data.get("messages") if isinstance(data, dict) else None
    return {"errors": messages} if messages else {}


def _refused(error: CatalogError) -> ResponseReturnValue:
    if isinstance(error, SignInNeeded) and not is_api() and request.method == "GET":
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    status = error.status_hint
    _, title, _, advice = PAGES.get(status, PAGES[400 if status < 500 else 500])
    if status not in (401, 404):
        title = noted("这次操作没有完成")
    where = {name: error.detail[name] for name in _WHERE if name in error.detail}
    return _answer(status, error.code, title, said(error), advice, message_en=error.message_en, **where)


def _unknown_host(error: SecurityError) -> ResponseReturnValue:
    """A host name that is not this site's: no page, because every address on it would carry that name."""
    del error
    return Response("400\n", 400, mimetype="text/plain")


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    del error
    return _answer(
        400,
        "http.stale_form",
        noted("页面停留太久，请刷新后重新提交"),
        noted("这次提交没有生效。"),
        noted("返回上一页并刷新。"),
    )


def _database(error: DBAPIError) -> ResponseReturnValue:
    return _refused(StorageFull()) if is_full(error) else _unexpected(error)


def _unexpected(error: Exception) -> ResponseReturnValue:
    """Log the kind and place of an error, never its text, which may quote a value (SECURITY rule 4)."""
    number = incident(500)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
    log.error("unexpected_error", number=number, kind=type(error).__name__, place=place, endpoint=request.endpoint)
    code, *words = PAGES[500]
    title, sentence, advice = map(gettext, words)
    if is_for_programs():
        return problem(500, code, title, sentence, number=number, message_en=in_english(words[1]))
    return _page(500, code, title, sentence=sentence, advice=advice, number=number)
