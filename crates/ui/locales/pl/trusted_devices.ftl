# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Ufaj tej przeglądarce przez { $days } dzień
    [few] Ufaj tej przeglądarce przez { $days } dni
    [many] Ufaj tej przeglądarce przez { $days } dni
   *[other] Ufaj tej przeglądarce przez { $days } dnia
}
trust-device-hint = Do tego czasu nie poprosimy tu o drugi krok. Nie wybieraj tego na wspólnym komputerze.
scope-trusted-devices = Odczyt Twoich zaufanych przeglądarek i cofanie zaufania
own-trusted = Zaufane przeglądarki
own-trusted-lead = Nie prosimy w nich o drugi krok.
own-trusted-none = Nie ufasz żadnej przeglądarce.
own-trusted-stop = Przestań ufać
own-trusted-stop-named = Przestań ufać: { $name }
own-trusted-question = Przestać ufać tej przeglądarce?
own-trusted-consequence = Przy następnym logowaniu ({ $name }) znów poprosimy o drugi krok. Trwające tam sesje pozostają otwarte.
own-done-untrusted = Ta przeglądarka nie jest już zaufana.
