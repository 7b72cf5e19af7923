"""A pitch of the scenario as the pitch form knows it, with its days turned into dates."""

from datetime import date, timedelta

from crowdlearn.pitches.rules import Cost, Funding, NeedKind, Plan, Reading, Return, Wanted

from .shapes import Need, Person, Pitch


def plan_of(pitch: Pitch, pitcher: Person, today: date) -> Plan:
    """Return what the pitcher wrote, when the demo is loaded on `today`. An unfinished pitch leaves out what it lacks.

    Organisation money counts as confirmed if it was by the day of publication.
    """

    def on(day: int | None) -> date | None:
        return None if day is None else today + timedelta(days=day)

    return Plan(
        kind=pitch.kind,
        kind_other=pitch.kind_words,
        title=pitch.title,
        summary=pitch.summary,
        story=pitch.story,
        provider=pitch.provider.name if pitch.provider else "",
        link=pitch.provider.link if pitch.provider else "",
        starts_on=on(pitch.first),
        ends_on=on(pitch.last),
        place=pitch.setting,
        place_name=pitch.place,
        scope=pitch.scope,
        region=pitch.region or pitcher.region,
        language=pitch.language,
        topics=pitch.topics,
        audience=pitch.audience,
        sessions=pitch.sessions,
        improves=pitch.improves,
        benefit_me=pitch.benefits.me if pitch.benefits else "",
        benefit_peers=pitch.benefits.peers if pitch.benefits else "",
        benefit_organisation=pitch.benefits.organisation if pitch.benefits else "",
        application_plan=pitch.application,
        also_puts_in=pitch.puts_in,
        takes_work_time=pitch.work_time,
        asks_money=pitch.asks_money,
        own_share_cents=pitch.own_share,
        deadline=on(pitch.deadline),
        purchase_on=on(pitch.purchase),
        time_zone=pitcher.zone,
        costs=tuple(Cost(kind=line.kind, label=line.words, amount_cents=line.cents) for line in pitch.costs),
        organisation_money=tuple(
            Funding(kind=m.kind, label=m.giver, amount_cents=m.cents, confirmed=m.counts_on(pitch.published))
            for m in pitch.organisation_money
        ),
        needs=tuple(_wanted(need, today + timedelta(days=need.by)) for need in pitch.needs),
        share_backs=tuple(
            Return(kind=r.kind, title=r.title, audience=r.audience, mode=r.mode, due_on=today + timedelta(days=r.due))
            for r in pitch.returns
        ),
        resources=tuple(Reading(title=resource.title, link=resource.link) for resource in pitch.resources),
    )


def _wanted(need: Need, by: date) -> Wanted:
    each = need.minutes if need.kind is NeedKind.HOURS else 1
    return Wanted(kind=need.kind, skill=need.skill or "", title=need.words, wanted=each * need.people, wanted_by=by)
