# The tenant's own words for the hosted pages.
console-phrases = Phrases
console-phrases-lead = What the hosted pages say, in your own words. Where you say nothing, the built-in words are said.
console-phrases-own = Own phrases
console-phrases-otherwise = Otherwise in
console-phrases-count = { $count ->
    [0] None yet
    [one] One phrase
   *[other] { $count } phrases
}
console-phrases-none = No words of your own yet
console-phrases-none-lead = Pages speak fifteen languages without them. Add a language to say something in it as your product would.
console-phrases-add = Add language
console-phrases-add-lead = Pages speak it from now on to whoever reads it. On the next page you write the words that are yours.
console-phrases-language-hint = What you do not say yourself is said in the built-in words of this language, and in English where there are none.
console-phrases-language-wrong = Choose a language that is not in the list of yours yet.
console-phrases-added = The language is added. Write your own words wherever you want others than the built-in ones.
console-phrases-of-lead = Above each field stands what is built in, in { $language }: it is said wherever you leave the field empty. Your words count as soon as they are saved.
console-phrases-search = Search by words or key
console-phrases-section = Section
console-phrases-every-section = All sections
console-phrases-whose = Whose words
console-phrases-all = All phrases
console-phrases-only-own = Own phrases only
console-phrases-put-back = Put back
console-phrases-variable-wrong = Nothing stands for { $name } in this phrase. Check its spelling, or take it out.
console-phrases-in-the-way = Other words of yours stand in the way of { $place }. Put them back first; they are in the last section.
console-phrases-too-long = Your words in this language are too long altogether. Shorten some of them.
console-phrases-remove = Remove this language
console-phrases-remove-lead = Takes away all words of your own in it.
console-phrases-remove-title = Remove your words in { $language }?
console-phrases-remove-consequence = Whoever reads this language is spoken to in the built-in words again, of this language or of another one.
console-phrases-remove-final = Your words cannot be brought back. Copy those first that you may need again.
console-phrases-remove-fallback = This is the language of last resort. Choose another one under Content, then remove it here.
console-phrases-removed = The language is removed, with your words in it.

# The sections of the list.
console-phrases-sign-in = Signing in and registering
console-phrases-sign-in-lead = The first pages, codes, passwords, and what an account lacks.
console-phrases-choices = Devices and choices
console-phrases-choices-lead = Signing a device in, and choosing an account or an organization.
console-phrases-consent = Consent and signing out
console-phrases-consent-lead = What an application asks for, how one leaves, and what is said where nothing leads on.
console-phrases-factors = Second steps
console-phrases-factors-lead = Proving oneself once more, and setting that up.
console-phrases-trusted = Trusted browsers
console-phrases-trusted-lead = Browsers that are not asked for a second step.
console-phrases-elsewhere = Accounts elsewhere
console-phrases-elsewhere-lead = Signing in with another provider, and linking its account.
console-phrases-people = Captcha and terms
console-phrases-people-lead = Telling people from programs, and agreeing before going on.
console-phrases-errors = Errors
console-phrases-errors-lead = What is wrong with what somebody typed, and what to do.
console-phrases-notices = Notices
console-phrases-notices-lead = Pages that only say something, such as that a sign-in is over.
console-phrases-account = Account center
console-phrases-account-lead = The pages on which people manage their own account.
console-phrases-portal = Organization portal
console-phrases-portal-lead = The pages on which an organization manages itself.
console-phrases-further = Pages of your own
console-phrases-further-lead = No hosted page says these. Pages that you write yourself get them from /api/.well-known/phrases.
