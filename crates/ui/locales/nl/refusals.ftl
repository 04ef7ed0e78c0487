refused-application-title = Deze toepassing kan je hier niet inloggen
refused-application-lead = Wat ze vroeg past niet bij wat deze server van haar weet. Aan je account ligt het niet. Ga terug naar de toepassing en meld het aan wie haar beheert.
refused-ended-title = Deze inlogpoging is voorbij
refused-ended-lead = Het duurde te lang, was al afgerond of is in een andere browser begonnen. Ga terug naar de toepassing en log opnieuw in.
refused-sign-out-title = Uitloggen is niet gelukt
refused-sign-out-lead = Het verzoek was onvolledig of verouderd, dus misschien ben je nog ingelogd. Log opnieuw uit in de toepassing.
