"""The closed vocabularies of the watch: levels, outcomes, standings, severities, states, causes."""

from enum import StrEnum


class Level(StrEnum):
    """层级: the level of government a body belongs to."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class Kind(StrEnum):
    """类别: which clause of Article 49 speaks to a body."""

    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    OTHER = "other"


class Expect(StrEnum):
    """应报: whether a report is owed, probably owed, or only watched for."""

    YES = "yes"
    LIKELY = "likely"
    NO = "no"


class Basis(StrEnum):
    """On what a due date rests (contract 5)."""

    LAW = "law"
    PRACTICE = "practice"
    LOCAL = "local"


class Outcome(StrEnum):
    """How one pass over one portal ended."""

    OK = "ok"
    EMPTY = "empty"
    WALLED = "walled"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"


class Via(StrEnum):
    """By which hand a document came: plain HTTP, a browser, or a person."""

    HTTP = "http"
    BROWSER = "browser"
    PERSON = "person"


class Source(StrEnum):
    """From whom we have a document: from the portal itself, or from a person who saved it where we cannot see."""

    PORTAL = "portal"
    PERSON = "person"


class Role(StrEnum):
    """What a captured document was fetched as."""

    HOME = "home"
    LIST = "list"
    ARTICLE = "article"
    ATTACHMENT = "attachment"
    ROBOTS = "robots"


class LeadKind(StrEnum):
    """What a link in an annual-report column looks like."""

    REPORT = "report"
    LOOKALIKE = "lookalike"
    UNCLEAR = "unclear"


class StandingName(StrEnum):
    """The eight answers to "did this body publish for this year?" (contract 5)."""

    NOT_DUE = "not-due"
    ON_TIME = "on-time"
    LATE = "late"
    PUBLISHED = "published"
    OVERDUE = "overdue"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    CANNOT_SEE = "cannot-see"


class Severity(StrEnum):
    """S1 statutory duty breached or figures provably wrong … S4 information."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


class Certainty(StrEnum):
    """How sure a finding is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    HINT = "hint"


class Responsibility(StrEnum):
    """Whose fault a finding may be: the agency's, ours, or both."""

    SOURCE = "source"
    SYSTEM = "system"
    MIXED = "mixed"


class State(StrEnum):
    """The life of a finding (contract 6)."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"
    RETRACTED = "retracted"


class Cause(StrEnum):
    """Why something changed; only `source` and `person` are news."""

    SOURCE = "source"
    READER = "reader"
    RULE = "rule"
    REGISTRY = "registry"
    PERSON = "person"
