use domain::{FixedClock, SystemEntropy};
use proptest::prelude::*;

use super::*;

fn breaker() -> (Arc<Breaker>, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::new(UnixMillis::from_seconds(1_790_000_000)));
    let breaker = Breaker::new("https://id.example".to_owned(), clock.clone(), Arc::new(SystemEntropy));
    (Arc::new(breaker), clock)
}

fn tell(breaker: &Arc<Breaker>, outcomes: impl IntoIterator<Item = bool>) {
    for is_failure in outcomes {
        breaker.admit().ok().unwrap().tell(is_failure);
    }
}

#[test]
fn failures_in_a_row_open_it_and_a_success_among_them_does_not() {
    let (breaker, _clock) = breaker();
    tell(&breaker, [true, true, true, true, false, true, true, true, true]);
    assert_eq!(breaker.circuit(), (Circuit::Closed, 0));
    tell(&breaker, [true]);
    assert_eq!(breaker.circuit(), (Circuit::Open, 1));
    let wait = breaker.admit().err().unwrap();
    assert!((Duration::from_secs(1)..=Duration::from_secs(2)).contains(&wait), "{wait:?}");
}

#[test]
fn half_of_the_latest_failing_opens_it_when_enough_are_known() {
    let (breaker, _clock) = breaker();
    tell(&breaker, [true, false].repeat(7));
    assert_eq!(breaker.circuit().0, Circuit::Closed);
    tell(&breaker, [false, true]);
    assert_eq!(breaker.circuit().0, Circuit::Open);
}

#[test]
fn what_failed_long_ago_is_forgotten() {
    let (breaker, clock) = breaker();
    tell(&breaker, [true; 4]);
    clock.advance(FORGOTTEN_AFTER + Duration::from_millis(1));
    tell(&breaker, [true; 4]);
    assert_eq!(breaker.circuit().0, Circuit::Closed);
}

#[test]
fn after_the_wait_a_few_find_out_and_successes_close_it() {
    let (breaker, clock) = breaker();
    tell(&breaker, [true; 5]);
    clock.advance(Duration::from_secs(2));
    let probes = [(); 3].map(|()| breaker.admit().ok().unwrap());
    assert_eq!(breaker.circuit().0, Circuit::HalfOpen);
    assert_eq!(breaker.admit().err(), Some(WHILE_PROBING));
    let [first, second, third] = probes;
    first.tell(false);
    assert_eq!(breaker.circuit().0, Circuit::HalfOpen);
    second.tell(false);
    assert_eq!(breaker.circuit(), (Circuit::Closed, 1));
    third.tell(true);
    assert_eq!(breaker.circuit(), (Circuit::Closed, 1), "one failure among others");
}

#[test]
fn a_probe_that_fails_opens_it_for_longer() {
    let (breaker, clock) = breaker();
    tell(&breaker, [true; 5]);
    for at_least in [2, 4, 8, 15, 15] {
        clock.advance(OPEN.most);
        tell(&breaker, [true]);
        let wait = breaker.admit().err().unwrap();
        assert!(wait >= Duration::from_secs(at_least) && wait <= OPEN.most, "{wait:?} after {at_least}");
    }
}

#[test]
fn a_probe_that_is_given_up_leaves_its_place_to_another() {
    let (breaker, clock) = breaker();
    tell(&breaker, [true; 5]);
    clock.advance(Duration::from_secs(2));
    drop([(); 3].map(|()| breaker.admit().ok().unwrap()));
    tell(&breaker, [false, false]);
    assert_eq!(breaker.circuit().0, Circuit::Closed);
}

#[test]
fn answers_to_calls_from_before_it_opened_change_nothing() {
    let (breaker, clock) = breaker();
    let late: Vec<_> = (0..4).map(|_| breaker.admit().ok().unwrap()).collect();
    tell(&breaker, [true; 5]);
    let [first, second, third, fourth] = late.try_into().ok().unwrap();
    first.tell(false);
    second.tell(true);
    assert_eq!(breaker.circuit(), (Circuit::Open, 1));
    clock.advance(Duration::from_secs(2));
    let [probe, _second, _third] = [(); 3].map(|()| breaker.admit().ok().unwrap());
    third.tell(false);
    drop(fourth);
    assert_eq!(breaker.admit().err(), Some(WHILE_PROBING), "the probes' places are taken still");
    probe.tell(true);
    assert_eq!(breaker.circuit(), (Circuit::Open, 2));
}

proptest! {
    /// Whatever happens: an upstream that works again is used again.
    #[test]
    fn it_recovers_from_everything(steps in proptest::collection::vec((any::<bool>(), 0_u64..40), 0..200)) {
        let (breaker, clock) = breaker();
        for (is_failure, seconds) in steps {
            clock.advance(Duration::from_secs(seconds));
            if let Ok(pass) = breaker.admit() {
                pass.tell(is_failure);
            }
        }
        clock.advance(OPEN.most);
        tell(&breaker, [false; 2]);
        prop_assert_eq!(breaker.circuit().0, Circuit::Closed);
    }
}
