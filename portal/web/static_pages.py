"""Pages that only explain: help, accessibility, licence, developers."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.web.blueprints import pages


@pages.get("/help")
def help_page() -> ResponseReturnValue:
    """Say how to find, read and use data, and how datasets are opened."""
    return render_template("public/help.html", nav="pages.help_page")


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Say what was done so that everybody can use the site."""
    return render_template("public/accessibility.html", nav="")


@pages.get("/licence")
def licence() -> ResponseReturnValue:
    """Say what may be done with the data."""
    return render_template("public/licence.html", nav="")


@pages.get("/developers")
def developers() -> ResponseReturnValue:
    """Show how programs read the same data."""
    return render_template("public/developers.html", nav="pages.developers", base=request.url_root.rstrip("/"))
