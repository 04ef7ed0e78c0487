# Whether this browser is asked for a second step again. $days is how long it is not.
trust-device = { $days ->
    [one] Ufaj tej przeglądarce przez { $days } dzień
    [few] Ufaj tej przeglądarce przez { $days } dni
    [many] Ufaj tej przeglądarce przez { $days } dni
   *[other] Ufaj tej przeglądarce przez { $days } dnia
}
trust-device-hint = Do tego czasu nie poprosimy tu o drugi krok. Nie wybieraj tego na wspólnym komputerze.
scope-trusted-devices = Odczyt Twoich zaufanych przeglądarek i cofanie zaufania
