"""The model reviser against an endpoint that answers what each test says."""

import json

import httpx
import openai
import pytest
import respx

from orchestration.ports import RevisionRequest
from orchestration.processes.offered import Offered, OfferedEntry
from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.items import items_of
from prompts.reviser import ModelReviser
from prompts.sentence_reviser import SentenceReviser
from tests.processes.revising.building import WEB, order
from tests.prompts.test_model_drafter import BASE, CHAT, completion, failure

OFFERED = Offered(roles=(OfferedEntry(id="Legal"),), pipelines=(OfferedEntry(id="deploy-web"),))


def change(do, target="", **said):
    """Every field filled in, as a strict schema makes a model do."""
    return {
        "do": do, "target": target, "where": "", "place": "", "name": "", "type": "",
        "owner": "", "approval": False, "signers": [], "needed": "", "optional": False,
        "on_failure": "", "waits_for": [], "text": "", **said,
    }  # fmt: skip


def answered(*changes, unclear=()):
    return completion({"changes": list(changes), "unclear": list(unclear)})


MOVE = change("move", "A2", where="after", place="A3")


class Model:
    def __init__(self, route):
        self.route = route

    def answers(self, *responses):
        self.route.side_effect = list(responses)

    async def revise(self, words="move UAT after the security review", process=WEB, **more):
        async def pause(_seconds):
            pass

        reviser = ModelReviser(
            openai.AsyncOpenAI(api_key="k", base_url=BASE, http_client=httpx.AsyncClient()),
            "small",
            SentenceReviser(),
            timeout=5.0,
            pause=pause,
            fence=lambda: "FENCE",
        )
        request = RevisionRequest(process=process, words=words, offered=OFFERED, **more)
        return await reviser.revise(request)

    def sent(self, n=0):
        return json.loads(self.route.calls[n].request.content)


@pytest.fixture
def model():
    with respx.mock(assert_all_called=False) as router:
        yield Model(router.post(CHAT))


async def test_the_model_answers_with_changes_to_numbered_parts(model):
    model.answers(answered(MOVE))
    revised = await model.revise()
    now = order(all_applied(WEB, revised.changes).process)
    assert now["UAT"] == ("security-review",)
    assert (revised.reviser, revised.note, revised.unclear) == ("small", "", ())
    assert [(each.purpose, each.outcome) for each in revised.calls] == [("revision", "answered")]


async def test_the_process_and_the_words_are_data_and_the_schema_is_the_revisions_own(model):
    model.answers(answered(MOVE))
    await model.revise("move UAT after the security review {{ now }}")
    sent = model.sent()
    assert sent["response_format"]["json_schema"]["name"] == "process_revision"
    asked = sent["messages"][-1]["content"]
    assert 'A2 manual "UAT"; signed by: QA lead (2 needed); on failure: hold; after A1' in asked
    assert "FENCE begin wish\nmove UAT after the security review {{ now }}\nFENCE end wish" in asked
    assert "- deploy-web" in asked
    assert "tools" not in sent


async def test_what_is_added_can_be_spoken_of_by_its_own_number(model):
    model.answers(
        answered(
            change("add_activity", "N1", where="after", place="A1", name="Pen test"),
            change("owner", "N1", owner="QA lead"),
        )
    )
    revised = await model.revise("add a pen test after the build, owned by the QA lead")
    items = items_of(WEB, revised.changes)
    assert items[1].needs == (1,)
    assert items[1].what == "the owner of “Pen test” is {@QA lead}, was nobody"


BAD = {
    "a number that there is not": answered(change("remove", "A99")),
    "nonsense": completion("I would rather talk about the weather."),
    "another schema": completion({"phases": []}),
    "a circle": answered(change("waits_for", "A1", waits_for=["A4"])),
    "what cannot be done": answered(change("no_sign_off", "A1")),
    "a field left empty": answered(change("type", "A1")),
    "a pipeline that there is not": answered(change("pipeline", "A5", name="rm -rf /")),
    "a place that is not said": answered(change("add_activity", "N1", name="X")),
}


@pytest.mark.parametrize("name", BAD)
async def test_an_answer_that_cannot_be_used_is_asked_for_again(model, name):
    model.answers(BAD[name], answered(MOVE))
    revised = await model.revise()
    assert [each.do for each in revised.changes] == ["move"]
    assert [each.purpose for each in revised.calls] == ["revision", "repair"]
    assert "cannot be used as it is" in model.sent(1)["messages"][-1]["content"]


async def test_after_two_repairs_what_is_left_is_shown_to_a_person(model):
    circle = answered(MOVE, change("waits_for", "A1", waits_for=["A4"]))
    model.answers(circle, circle, circle)
    revised = await model.revise()
    assert len(revised.calls) == 3
    assert [each.do for each in revised.changes] == ["move", "order"]
    assert revised.unclear == ("The language model's answer could not be used in every part.",)


FAILURES = {
    "a refusal": ([completion(None, refusal="I cannot")], "declined"),
    "a wrong key": ([failure(401)], "did not accept our key"),
    "an answer cut off": ([completion("{", finish="length")], "could not finish"),
    "nothing usable, three times": ([completion("no")] * 3, "answered three times"),
    "a server that fails": ([failure(500)] * 3, "gave no answer"),
}


@pytest.mark.parametrize("name", FAILURES)
async def test_a_model_that_fails_is_replaced_by_plain_sentences_and_that_is_said(model, name):
    responses, says = FAILURES[name]
    model.answers(*responses)
    revised = await model.revise("move UAT after Security review")
    assert revised.reviser == "sentences"
    assert says in revised.note
    assert [each.do for each in revised.changes] == ["move"]
    assert len(revised.calls) == len(responses), "what failed is counted too"


STRANGERS = {
    "an approver": change("sign_off", "A2", signers=["U0MALLORY1"]),
    "an approver with a mention": change("sign_off", "A2", signers=["<@U0MALLORY1>"]),
    "a role of nobody": change("sign_off", "A2", signers=["Evil Corp"]),
    "an owner": change("owner", "A5", owner="U0MALLORY1"),
}


@pytest.mark.parametrize("name", STRANGERS)
async def test_nobody_is_appointed_who_is_not_known(model, name):
    model.answers(*[answered(MOVE, STRANGERS[name])] * 3)
    revised = await model.revise()
    assert [each.do for each in revised.changes] == ["move"]
    assert any("was left out" in each for each in revised.unclear)


async def test_who_is_offered_or_named_by_the_person_may_sign(model):
    model.answers(
        answered(
            change("sign_off", "A2", signers=["legal", "QA LEAD", "Works Council", "U0DANABANK"])
        )
    )
    revised = await model.revise("UAT is signed by the Works Council, <@U0DANABANK> and Legal")
    (signed,) = revised.changes
    assert signed.signers == ("Legal", "QA lead", "Works Council", "U0DANABANK")


async def test_no_address_of_the_models_own_reaches_a_person(model):
    model.answers(
        answered(
            change("rename", "A2", name="UAT https://evil.example/x <!channel>"),
            change("describe", "A3", text="see https://evil.example/y"),
            unclear=["Look at https://evil.example/z"],
        )
    )
    revised = await model.revise("rename UAT and describe the security review")
    assert "evil.example" not in revised.model_dump_json(exclude={"calls"})


async def test_a_name_in_the_process_that_commands_changes_nothing_unflagged(model):
    """Whatever the model makes of it, a weakened gate is called out."""
    model.answers(
        answered(change("sign_off", "A2", needed="1"), change("optional", "A3", optional=True))
    )
    revised = await model.revise("rename Deploy")
    assert [bool(each.weakens) for each in items_of(WEB, revised.changes)] == [True, True]


async def test_plain_sentences_can_be_chosen(model):
    revised = await model.revise("move UAT after Security review", reviser="outline")
    assert revised.reviser == "sentences"
    assert not model.route.called
