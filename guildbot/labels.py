"""What stands on buttons, forms and fields: data for the catalogue, the same on both platforms."""

from __future__ import annotations

from guildbot.kinds import AskKind, Sharing, Visibility
from guildbot.words import m

TAKE_BACK, SAY_WHY, SEND_AGAIN, EDIT = m("Take back"), m("Say why"), m("Send again anyway"), m("Edit")
SHARE_THIS, KEEP_THIS, HIDE_THIS = m("Share in the digest"), m("Keep between us"), m("Hide")
JOIN, CHARTER, I_AGREE = m("Join"), m("Charter"), m("I agree")
YES, NOT_NOW, TRY_AGAIN = m("Yes"), m("Not now"), m("Try again")
LEAVE, SAY_GOODBYE, ONLY_REST, BACK = m("Leave"), m("Leave and say goodbye"), m("Only rest"), m("I'm back")
CAN_HELP, KNOW_SOMEONE = m("I can help"), m("I know someone")
TAKE, THANK, CLOSE, WITHDRAW = m("Take"), m("Not needed, thank you"), m("Close"), m("Withdraw")
CLOSE_ASK = m("Close the ask")
IT_DID, NOT_THIS_TIME = m("It did"), m("Not this time")
WRITE, PASS, SHARE_SIGNED, KEEP_TO_MYSELF, DELETE = m("Write"), m("Pass"), m("Share, signed"), m("Keep it to myself"), m("Delete")
THANK_SOMEONE, ASK_FOR_A_HAND, START_A_GUILD, TOUR = (
    m("Thank someone"),
    m("Ask for a hand"),
    m("Start a guild"),
    m("See two weeks in two minutes"),
)
TOUR_TITLE = m("Two weeks")
MY_PROFILE, WAITING, NO_GUILD = m("My profile"), m("What waits for me"), m("No guild")
SEND, KEEP, POST, START, CANCEL = m("Send"), m("Keep"), m("Post"), m("Start"), m("Cancel")

SURPRISE = m("Something went wrong on our side, and nothing was changed. If you tell your host, mention {reference}.")
YOUR_WORDS = m("Your words, so that nothing is lost:")
HERE_IS_MORE = m("Nothing here that I know. Try one of these:")

KUDOS_TITLE, NOD_TITLE, ASK_TITLE, OFFER_TITLE = m("Give kudos"), m("Say why"), m("Ask for a hand"), m("Offer help")
START_TITLE, JOIN_TITLE, PROFILE_TITLE, HELP_TITLE = m("Start a guild"), m("Join"), m("Your profile"), m("What changed?")
REFLECT_TITLE, JOURNAL_TITLE, LEAVE_TITLE, GOODBYE_TITLE = m("A question"), m("Your answers"), m("Leave"), m("Say goodbye")
NOTE_TITLE, KUDOS_MINE_TITLE = m("Note help"), m("Your thanks")

PEOPLE_HERE, PEOPLE_ELSEWHERE, PEOPLE = m("People here"), m("People elsewhere in your guilds"), m("Whom do you thank?")
WHAT_DID_THEY_DO, WHAT_DID_IT_CHANGE = m("What did they do?"), m("What did it change for you?")
VALUE_WORD, WHO_MAY_SEE, GUILD = m("Value word"), m("Who may see it"), m("Guild")
AS_THEY_WISH, ONLY_THEM = m("As they wish"), m("Only them")
WHAT_DO_YOU_NEED, BECAUSE, BY, KIND = m("What do you need?"), m("Because …"), m("By when?"), m("What kind?")
YOUR_OFFER, WHOM_DO_YOU_KNOW, WHAT_CHANGED, WHO_HELPED, WITH_WHAT = (
    m("What can you offer?"),
    m("Whom do you know?"),
    m("What changed? The digest may quote it."),
    m("Who helped?"),
    m("With what?"),
)
WHOM_DID_YOU_HELP, WHOM_TO_INVITE, CODE = m("Whom did you help?"), m("Who is invited? Any name."), m("The code you were sent")
GUILD_NAME, PURPOSE, NORMS, VALUE_WORDS, EMOJI, ZONE, LISTED = (
    m("Name"),
    m("What are we for? One sentence."),
    m("How we treat each other"),
    m("Three to six value words"),
    m("The emoji of a quick thank-you"),
    m("Time zone"),
    m("Others may find us by name"),
)
WHO_SEES_THANKS, QUIET_HOURS, QUESTIONS = (
    m("Who may see thanks to you?"),
    m("Quiet hours, like 20:00-08:00"),
    m("A question every second Tuesday?"),
)
CHANNEL, THE_MESSAGE = m("In which channel?"), m("See the message")
YOUR_NAME, YOUR_ANSWER, ONE_LINE, UNTIL = m("Your name"), m("Your answer"), m("One line for the digest"), m("Until when?")
YES_PLEASE, NO_THANKS = m("Yes, please"), m("No, thank you")

WHO_CAN_READ = m("Only you can read this unless you share it. Whoever hosts this bot ({host}) could technically reach the database.")
HOSTED_BY = m("Hosted by {host}.")
UNKNOWN_HOST = m("the person who runs it")

VISIBILITY = {
    Visibility.MESSAGE: m("Under the message"),
    Visibility.DIGEST: m("In Friday's digest"),
    Visibility.ME: m("Only me"),
}
ASK_KIND = {AskKind.HAND: m("A hand"), AskKind.PERSPECTIVE: m("A perspective"), AskKind.CHALLENGE: m("A challenge")}
SHARING = {Sharing.PRIVATE: m("only you"), Sharing.SIGNED: m("shared, signed")}

MY_GUILDS, OPEN_ASKS, YOUR_OWN_ASKS = m("Your guilds"), m("Open asks"), m("Your asks")
THANKS_KEPT, THANKS_GIVEN = m("Thanks you keep"), m("Thanks you gave")
