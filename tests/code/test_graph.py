"""The derived report as a pure function of the pages."""

from __future__ import annotations

from confreport.facts import Entry, Mention, Page, Span, View
from confreport.graph import Graph
from confreport.records import Project, Record, Session, Speaker, Track


def page(kind: str, id: str, record: Record | None, *mentions: Mention, title: str = "") -> tuple[str, Page]:
    docname = f"{kind}s/{id}"
    title = title or id.title()
    return docname, Page(title, Entry(kind, id, docname, f"conf-{kind}-{id}", title, record), mentions)


def mention(name: str, text: str, kind: str = "project", voice: str = "talk") -> Mention:
    return Mention(kind, name, voice, (Span("text", text),))  # type: ignore[arg-type]


def graph(*pages: tuple[str, Page]) -> Graph:
    return Graph(dict(pages), {name: place for place, (name, _) in enumerate(pages)})


def test_mentions_are_grouped_by_relation_and_keep_reading_order() -> None:
    found = graph(
        page("session", "a", Session(projects={"etcd": "background"}), mention("etcd", "A says.")),
        page("session", "b", Session(projects={"etcd": "subject"}), mention("etcd", "B says.")),
        page("session", "c", Session(projects={}), mention("etcd", "C says.")),
        page("session", "d", Session(projects={"etcd": "background"}), mention("etcd", "D says.")),
        page("project", "etcd", Project()),
    ).mentioned["etcd"]
    assert [(one.source.id, one.relation) for one in found] == [
        ("b", "subject"),
        ("a", "background"),
        ("d", "background"),
        ("c", "mentioned"),
    ]


def test_the_talk_is_quoted_before_the_reporter() -> None:
    found = graph(
        page(
            "session",
            "a",
            Session(),
            mention("etcd", "I liked it.", voice="reporter"),
            mention("etcd", "It was shown."),
            mention("etcd", "It was shown again."),
        ),
        page("project", "etcd", Project()),
    ).mentioned["etcd"]
    assert [one.sentence[0].text for one in found] == ["It was shown."]


def test_fields_without_prose_have_no_sentence() -> None:
    found = graph(page("session", "a", Session(projects={"etcd": "subject"})), page("project", "etcd", Project()))
    assert found.mentioned["etcd"][0].sentence == ()


def test_a_page_with_a_bad_record_still_mentions() -> None:
    found = graph(page("session", "a", None, mention("etcd", "Said.")), page("project", "etcd", None))
    assert [one.relation for one in found.mentioned["etcd"]] == ["mentioned"]


def test_names_ids_aliases_titles_and_earlier_ids() -> None:
    found = graph(
        page("project", "kubernetes", Project(aliases=("k8s",), name="The Kubernetes Project", formerly=("kube",))),
        page("session", "a", Session(formerly=("old-a",))),
    )
    for name in ("kubernetes", "Kubernetes", "K8S", "the kubernetes project", "kube"):
        assert found.find("project", name) == "kubernetes"
    assert found.find("session", "old-a") == "a"
    assert found.find("session", "kubernetes") is None
    assert found.kinds_of("k8s") == ["project"]


def test_an_id_wins_over_an_alias() -> None:
    found = graph(page("project", "bolt", Project()), page("project", "bbolt", Project(aliases=("Bolt",))))
    assert found.find("project", "bolt") == "bolt"
    assert [clash.what for clash in found.clashes] == ["alias"]


def test_ids_are_unique_across_types() -> None:
    found = graph(
        page("session", "etcd", Session()),
        page("project", "etcd", Project()),
        page("track", "etcd", Track()),
        page("session", "x", Session(speakers=(Speaker("Etcd"),))),
    )
    assert [(clash.name, clash.first.kind, clash.second.kind) for clash in found.clashes] == [
        ("etcd", "session", "project"),
        ("etcd", "session", "track"),
        ("etcd", "session", "session"),
    ]


def test_related_sessions_share_rare_projects() -> None:
    common = {"kubernetes": "background"}
    found = graph(
        page("session", "a", Session(projects={**common, "rare": "subject"})),  # type: ignore[dict-item]
        page("session", "b", Session(projects={**common})),  # type: ignore[dict-item]
        page("session", "c", Session(projects={**common})),  # type: ignore[dict-item]
        page("session", "d", Session(projects={"rare": "background"})),
        page("session", "e", Session()),
        page("project", "kubernetes", Project()),
        page("project", "rare", Project()),
    )
    assert [entry.id for entry in found.related("a")] == ["d", "b", "c"]
    assert found.related("e") == []


def test_a_project_of_every_session_relates_none() -> None:
    pages = [page("session", id, Session(projects={"kubernetes": "subject"})) for id in "abc"]
    assert graph(*pages, page("project", "kubernetes", Project())).related("a") == []


def test_people_are_one_across_sessions() -> None:
    found = graph(
        page("session", "a", Session(speakers=(Speaker("Ann Example", "One"),))),
        page("session", "b", Session(speakers=(Speaker("Ann Example", "Two"), Speaker("Bob")))),
        ("speakers", Page("Speakers", views=(View("speaker-list"),))),
    )
    ann = found.people["ann-example"]
    assert ann.affiliations == ("One", "Two")
    assert [entry.id for entry in ann.sessions] == ["a", "b"]
    target = found.target("speaker", "Ann Example")
    assert target is not None
    assert (target.docname, target.anchor) == ("speakers", "conf-speaker-ann-example")


def test_two_spellings_of_a_speaker_clash() -> None:
    found = graph(
        page("session", "a", Session(speakers=(Speaker("Guido van Rossum"),))),
        page("session", "b", Session(speakers=(Speaker("Guido Van Rossum"),))),
    )
    assert [clash.what for clash in found.clashes] == ["speaker"]


def test_nobody_links_to_people_where_no_page_lists_them() -> None:
    found = graph(page("session", "a", Session(speakers=(Speaker("Ann"),))))
    assert found.target("speaker", "ann") is None
