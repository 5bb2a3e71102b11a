"""What was said with demo customers, and what was promised them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.interactions.schemas import Direction, InteractionType, Sentiment

T, D, S = InteractionType, Direction, Sentiment


@dataclass(frozen=True, slots=True)
class Talk:
    """A contact as it was written down; a `promise` is what followed from it."""

    subject: str
    body: str
    direction: Direction
    sentiment: Sentiment | None = None
    minutes: int | None = None
    satisfaction: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    promise: str = ""


TALKS: Mapping[InteractionType, tuple[Talk, ...]] = {
    T.CALL: (
        Talk(
            "Renewal of twenty seats", "They want to renew for another year, and add two seats.",
            D.OUTBOUND, S.POSITIVE, 14,
            details={"key_points": "Renew in time\nTwo seats more\nSame price per seat"},
            promise="Send the quote for the renewal",
        ),
        Talk(
            "Invoice went to the wrong address", "Accounting never got the last two invoices.",
            D.INBOUND, S.NEGATIVE, 9, details={"key_points": "New address for invoices"},
            promise="Check that the next invoice arrived",
        ),
        Talk(
            "Introduction to the new contact", "Their administrator changed; short introduction.",
            D.OUTBOUND, S.NEUTRAL, 21,
        ),
        Talk(
            "Cannot reach the activation server", "Their firewall keeps it out. Ports explained.",
            D.INBOUND, S.NEUTRAL, 32, details={"key_points": "Port 443 only; no proxy needed"},
            promise="Ask whether activation works now",
        ),
    ),
    T.EMAIL: (
        Talk(
            "Quote for ten more seats", "As discussed, the quote is attached. It is good for "
            "thirty days.", D.OUTBOUND, S.NEUTRAL,
            details={"response": "Thank you, we will decide next week."},
            promise="Ask what became of the quote",
        ),
        Talk(
            "Data processing agreement", "The signed copy is attached.", D.INBOUND, S.POSITIVE,
            details={"response": "Filed with the contract."},
        ),
        Talk(
            "Price increase", "They find the new prices too high and compare with others.",
            D.INBOUND, S.NEGATIVE, promise="Offer a meeting about prices",
        ),
    ),
    T.MEETING: (
        Talk(
            "Yearly review", "What went well, and what they need next year.", D.OUTBOUND,
            S.POSITIVE, 90,
            details={
                "agenda": "Usage\nOpen questions\nPlans for next year",
                "attendees": "Managing director, IT administrator",
                "action_items": "We: send usage figures\nThey: name a deputy",
            },
            promise="Send the usage figures",
        ),
        Talk(
            "Demonstration of the new version", "Shown on site to the whole department.",
            D.OUTBOUND, S.POSITIVE, 60,
            details={"agenda": "New version", "attendees": "Eleven people of two departments"},
        ),
        Talk(
            "Escalation: outage in spring", "They expect an explanation and a plan.", D.INBOUND,
            S.NEGATIVE, 45,
            details={"agenda": "What happened\nWhat we changed", "attendees": "Head of purchasing"},
            promise="Send the written explanation",
        ),
    ),
    T.SUPPORT: (
        Talk(
            "Key is refused after a new disk", "The device counts as a new one.", D.INBOUND,
            S.NEUTRAL, satisfaction=4,
            details={"resolution": "Old device released; activated again."},
        ),
        Talk(
            "Program does not start after the update", "Starts and closes again at once.",
            D.INBOUND, S.NEGATIVE, satisfaction=2,
            details={"resolution": "Settings of the old version removed; starts now."},
            promise="Ask whether it still runs",
        ),
        Talk(
            "How to activate without the internet", "Machine in a hall without any network.",
            D.INBOUND, S.POSITIVE, satisfaction=5,
            details={"resolution": "Offline file explained and sent."},
        ),
        Talk("Reports are slow", "More than a minute for a month.", D.INBOUND, S.NEUTRAL,
             satisfaction=3, promise="Tell them when the faster version is out"),
    ),
    T.PURCHASE: (
        Talk(
            "Order for the new branch", "Eight workplaces by the end of the quarter.", D.INBOUND,
            S.POSITIVE,
            details={"upsell": "Training day", "feedback": "Installation was quick"},
            promise="Offer a training day",
        ),
        Talk(
            "Handbook instead of a course", "They prefer to read first.", D.INBOUND, S.NEUTRAL,
            details={"feedback": "Would like a printed index"},
        ),
    ),
    T.INQUIRY: (
        Talk(
            "Does it read our old files?", "Files of 2009, about four thousand of them.",
            D.INBOUND, S.NEUTRAL,
            details={"answer": "Yes, in one go; sample converted.", "qualification": "Hot"},
            promise="Ask how the sample was received",
        ),
        Talk(
            "Discount for schools", "A school with sixty pupils.", D.INBOUND, S.POSITIVE,
            details={"answer": "Terms for schools sent.", "qualification": "Warm"},
        ),
        Talk(
            "Runs on tablets?", "For the people in the warehouse.", D.INBOUND, None,
            details={"answer": "Not yet.", "qualification": "Cold"},
        ),
    ),
}  # fmt: skip
# Types as often as they come.
TURNS = (
    T.CALL, T.EMAIL, T.SUPPORT, T.CALL, T.MEETING, T.EMAIL, T.INQUIRY, T.CALL, T.SUPPORT,
    T.PURCHASE,
)  # fmt: skip
RESULTS = (
    "Done; they were happy.", "Sent, and confirmed by phone.", "Reached them at the third try.",
    "Settled by e-mail.",
)  # fmt: skip
DROPPED = ("They settled it themselves.", "Not needed any more.")
