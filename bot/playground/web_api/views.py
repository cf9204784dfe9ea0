"""views.*: opening with a trigger, pushing, updating by id and hash, publishing the Home tab."""

from bot.playground import views
from bot.playground.model import View
from bot.playground.playground import Playground
from bot.playground.shapes import Json, SlackError
from bot.playground.web_api.args import Args


def _exchange(slack: Playground, args: Args) -> str:
    trigger_id = args.text("trigger_id") or args.text("interactivity_pointer")
    if not trigger_id:
        raise SlackError.arguments("[ERROR] missing required field: trigger_id")
    return slack.triggers.exchange(trigger_id).user


def _view_argument(args: Args) -> object:
    view = args.structure("view")
    if view is None:
        raise SlackError.arguments("[ERROR] missing required field: view")
    return view


def open_view(slack: Playground, args: Args) -> Json:
    view = _view_argument(args)
    views.checked(slack, view, of="modal")  # a bad view does not spend its trigger
    opened = views.open_modal(slack, _exchange(slack, args), view)
    return {"view": slack.appearance.view(opened)}


def push(slack: Playground, args: Args) -> Json:
    view = _view_argument(args)
    views.checked(slack, view, of="modal")
    pushed = views.push_modal(slack, _exchange(slack, args), view)
    return {"view": slack.appearance.view(pushed)}


def _named(slack: Playground, args: Args) -> View:
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if not view_id and not external_id:
        raise SlackError.arguments("[ERROR] must provide either view_id or external_id")
    for view in slack.workspace.views.values():
        if view.id == view_id or (external_id and view.external_id == external_id):
            return view
    raise SlackError("not_found")


def update(slack: Playground, args: Args) -> Json:
    content = _view_argument(args)
    view = _named(slack, args)
    return {"view": slack.appearance.view(views.replace(slack, view, content, args.text("hash")))}


def publish(slack: Playground, args: Args) -> Json:
    user = args.required("user_id")
    if user not in slack.workspace.people:
        raise SlackError("user_not_found")
    view = views.publish(slack, user, _view_argument(args), args.text("hash"))
    return {"view": slack.appearance.view(view)}


METHODS = {
    "views.open": open_view,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
