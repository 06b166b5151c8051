"""What stands on buttons, forms and fields: data for the catalogue, the same on both platforms."""

from __future__ import annotations

from guildbot.kinds import Admission, AskKind, Sharing, Visibility
from guildbot.words import m

TAKE_BACK, SAY_WHY, SEND_AGAIN, EDIT = m("Take back"), m("Say why"), m("Send again anyway"), m("Edit")
SHARE_THIS, KEEP_THIS, HIDE_THIS, DISCARD = m("Share in the digest"), m("Keep between us"), m("Hide"), m("Discard")
JOIN, CHARTER, I_AGREE = m("Join"), m("Charter"), m("I agree")
YES, NOT_NOW, TRY_AGAIN = m("Yes"), m("Not now"), m("Try again")
LEAVE, SAY_GOODBYE, ONLY_REST, BACK = m("Leave"), m("Leave and say goodbye"), m("Only rest"), m("I'm back")
CAN_HELP, KNOW_SOMEONE = m("I can help"), m("I know someone")
TAKE, THANK, CLOSE, WITHDRAW = m("Take"), m("Not needed, thank you"), m("Close"), m("Withdraw")
CLOSE_ASK = m("Close the ask")
IT_DID, NOT_THIS_TIME = m("It did"), m("Not this time")
WRITE, PASS, SHARE_SIGNED, SHARE_UNSIGNED = m("Write"), m("Pass"), m("Share, signed"), m("Share, unsigned")
KEEP_TO_MYSELF, DELETE = m("Keep to myself"), m("Delete")
ANSWER_THIS, YOUR_REPLY = m("Answer this"), m("What would you say to it?")
OWN_QUESTIONS, ADD_A_QUESTION, RETIRE = m("Our questions"), m("Add a question"), m("Retire")
THE_QUESTION, JUST_FOR_THEM = m("The question"), m("Say on its card that it may be just for them?")
SEARCH, WORDS_TO_FIND, ALL_OF_IT = m("Search"), m("Which words?"), m("Take it along")
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
ALLOW_WHAT, LEAVING = m("Nothing for this channel; or what may leave the server"), m("leaving")
CHANNEL, THE_MESSAGE = m("In which channel?"), m("See the message")
YOUR_NAME, YOUR_ANSWER, ONE_LINE, UNTIL = m("Your name"), m("Your answer"), m("One line for the digest"), m("Until when?")
YES_PLEASE, NO_THANKS = m("Yes, please"), m("No, thank you")

HOSTED_BY = m("Hosted by {host}.")
UNKNOWN_HOST = m("the person who runs it")

VISIBILITY = {
    Visibility.MESSAGE: m("Under the message"),
    Visibility.DIGEST: m("In Friday's digest"),
    Visibility.ME: m("Only me"),
}
ADMISSION = {
    Admission.OPEN: m("Anybody may join"),
    Admission.VOUCH: m("By word of mouth: somebody in it vouches for you"),
    Admission.CLOSED: m("Nobody new for now"),
}
ASK_KIND = {AskKind.HAND: m("A hand"), AskKind.PERSPECTIVE: m("A perspective"), AskKind.CHALLENGE: m("A challenge")}
SHARING = {Sharing.PRIVATE: m("only you"), Sharing.SIGNED: m("shared, signed"), Sharing.UNSIGNED: m("shared, unsigned")}

MY_GUILDS, OPEN_ASKS, YOUR_OWN_ASKS = m("Your guilds"), m("Open asks"), m("Your asks")
THANKS_KEPT, THANKS_GIVEN = m("Thanks you keep"), m("Thanks you gave")

CHANGE, CHOICES, ABOUT_ME = m("Change"), m("Choices"), m("Ask me about: three words, with commas")
NAMED = m("May others' records carry your name beside words you wrote to them?")
REMINDER = m("One line the day before a question closes, if you have not written?")
WAITS, SHOW_ME = m("What waits, in one message a day. When? Like 9:00"), m("Show me")
REMINDER_SHORT = m("A line before a question closes?")
NAMED_SHORT = m("Your name in others' records?")
CURRENT_WORK, ANOTHER, END_IT, SHOW_TO_GUILDS = m("Current work"), m("Add another"), m("End it"), m("Show to my guilds")
TELL_OF_WORK, WORK_LABEL, SINCE = m("Tell of your work"), m("What is it, or where?"), m("Since when? Like March 2025")
UNTIL_ABOUT, WHAT_I_BRING, WHAT_I_HOPE_FOR = m("Until when? Empty if nobody knows"), m("What do you bring?"), m("What do you hope for?")
WOULD_AGAIN, I_WOULD_TOO = m("Would work with again"), m("I would too")
AGAIN_TITLE, WHOM_AGAIN = m("Work with again"), m("Whom would you work with again?")
INTRODUCE, INTRODUCTIONS, WHOM_TO_INTRODUCE = m("Introduce"), m("Introductions"), m("Which two people?")
WHY_SHOULD_THEY, NO_MORE, NOT_WITH, LIFT = m("Why should they meet? Both read it."), m("No more"), m("Not with …"), m("Lift")
KEEP_A_WAY_BACK = m("Keep a way back in")
SHOW_PROFILE, PROFILE_OF, BLOCK, LOOK = m("Show profile"), m("Profile"), m("Block"), m("Look")
UNBLOCK, BLOCK_TITLE, WHOM_TO_BLOCK = m("Unblock"), m("Whom you block"), m("Whom do you block?")
OR_WHOM_YOU_BLOCK = m("Whom? Leave it out to see whom you block")
FORGET_ME, TYPE_FORGET = m("Forget me"), m("Type forget, if you mean it")

VOUCH, ASK_SOMEBODY, HOW_PEOPLE_JOIN, INVITE = m("Vouch"), m("Ask somebody"), m("How people join"), m("Invite")
HOW_DO_PEOPLE_JOIN, WHY_THEM = m("How do people join?"), m("Why them? The digest may quote it.")
FOR_WHOM, FOR_WHOM_BY_NAME = m("For whom? A name, or a mention"), m("Or by name")
WHO_KNOWS_THEM, ANOTHER_NAME = m("Who else knows them?"), m("Somebody else, by name")

THAT_IS_ME, NO, THAT_IS_NOT_ME, UNDO, LET_GO = m("Yes, that is me"), m("No"), m("That is not me"), m("Undo"), m("Let go")
LINK_ANOTHER, ENTER_A_CODE, SHOW_MY_CODE = m("Link another account"), m("Enter a code"), m("Show my code")
COME_BACK, WITH_A_CODE = m("Come back"), m("Come back with a code")
ACCOUNTS, LINK_TITLE, WAY_BACK_TITLE = m("Your accounts"), m("Link an account"), m("Your way back in")
CODE_FROM_THERE, CODE_KEPT = m("The code from your other account"), m("The code you kept")
MY_RECORD, SECTIONS_TO_SHOW, SECTIONS_FOR_ME = m("My record"), m("Sections that others may read"), m("Sections for my eyes only")
FILES, SEND_THE_FILES, OTHER_SECTIONS, PAGE_BACK, PAGE_ON = m("Files"), m("Send the files"), m("Other sections"), m("Back"), m("On")

READ_ON, OFFER_A_LINE, FIRST_LINE_TITLE, YOUR_LINE = m("Read on"), m("Offer the first line"), m("The first line"), m("Your line, signed")
LEAVE_OUT, PUT_BACK, PREVIEW_TITLE = m("Leave out"), m("Put back"), m("The coming week")

WEEKDAYS = (m("Monday"), m("Tuesday"), m("Wednesday"), m("Thursday"), m("Friday"), m("Saturday"), m("Sunday"))
SETTINGS, THE_DIGEST, TIME_ZONES, NAME_AND_EMOJI = m("Settings"), m("The digest"), m("Time zones"), m("Emoji, being found")
DIGEST_DAY, DIGEST_TIME = m("On which day does the digest come?"), m("When? Like 10:00")
QUESTION_DAY, QUESTION_TIME = m("On which day does the question come?"), m("When does the question come? Like 10:00")
QUESTION_WEEKS, GUILD_ZONE, CHANNEL_ZONE = m("Every how many weeks?"), m("Time zone of the guild"), m("Time zone of this channel")
LOOK_FIRST, CHANGE_MORE = m("Look at the dates"), m("Change more")
