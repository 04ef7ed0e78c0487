//! Digests made by others: the vectors are from the reference implementations and their documentation.

use super::*;
use crate::password::hash_argon2id;

fn digest(algorithm: PasswordAlgorithm, digest: &str) -> PasswordDigest {
    PasswordDigest { algorithm, digest: digest.into() }
}

/// Holds that the digest accepts the right password and no near miss.
fn accepts_only(digest: &PasswordDigest, password: &str) {
    assert!(verify(digest, password), "{:?} refuses the right password", digest.algorithm);
    for wrong in [
        format!("{password} "),
        password.to_uppercase(),
        password[1..].to_owned(),
        String::new(),
        format!("{password}\0"),
    ] {
        assert!(!verify(digest, &wrong), "{:?} accepts {wrong:?}", digest.algorithm);
    }
}

#[test]
fn argon2_digests_of_the_reference_implementation_verify() {
    // From test.c of the reference implementation (phc-winner-argon2), m = 2^8 KiB and 2^16 KiB.
    let argon2i = "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8";
    accepts_only(&digest(PasswordAlgorithm::Argon2i, argon2i), "password");
    let argon2id = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    accepts_only(&digest(PasswordAlgorithm::Argon2id, argon2id), "password");
    let version_16 = "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY";
    accepts_only(&digest(PasswordAlgorithm::Argon2i, version_16), "password");
}

#[test]
fn argon2d_digests_verify() {
    let mut output = [0; 32];
    let params = Params::new(64, 3, 2, Some(32)).unwrap();
    Argon2::new(Algorithm::Argon2d, Version::V0x13, params)
        .hash_password_into(b"fjord-Lamp-77", b"somesalt", &mut output)
        .unwrap();
    let output = base64::Engine::encode(&base64::engine::general_purpose::STANDARD_NO_PAD, output);
    let argon2d = format!("$argon2d$v=19$m=64,t=3,p=2$c29tZXNhbHQ${output}");
    accepts_only(&digest(PasswordAlgorithm::Argon2d, &argon2d), "fjord-Lamp-77");
}

#[test]
fn our_own_digests_verify() {
    accepts_only(&hash_argon2id("fjord-Lamp-77", [3; 16], Argon2Cost::LEAST).unwrap(), "fjord-Lamp-77");
}

#[test]
fn bcrypt_digests_verify_in_all_three_versions() {
    let hash = bcrypt::hash_with_salt("fjord-Lamp-77", 4, [9; 16]).unwrap();
    for version in [bcrypt::Version::TwoA, bcrypt::Version::TwoB, bcrypt::Version::TwoY] {
        accepts_only(&digest(PasswordAlgorithm::Bcrypt, &hash.format_for_version(version)), "fjord-Lamp-77");
    }
    // From the self-test of crypt_blowfish.
    let known = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    assert!(verify(&digest(PasswordAlgorithm::Bcrypt, known), "U*U"));
}

#[test]
fn hexadecimal_digests_verify_in_either_case() {
    let md5 = "5f4dcc3b5aa765d61d8327deb882cf99";
    let sha1 = "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8";
    let sha256 = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";
    for (algorithm, hexadecimal) in
        [(PasswordAlgorithm::Md5, md5), (PasswordAlgorithm::Sha1, sha1), (PasswordAlgorithm::Sha256, sha256)]
    {
        accepts_only(&digest(algorithm, hexadecimal), "password");
        accepts_only(&digest(algorithm, &hexadecimal.to_uppercase()), "password");
    }
}

#[test]
fn malformed_digests_match_nothing() {
    use PasswordAlgorithm::{Argon2d, Argon2i, Argon2id, Bcrypt, Md5, Sha1, Sha256};
    let argon2id = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    let cases = [
        (Argon2i, argon2id),
        (Argon2d, argon2id),
        (Argon2id, "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"),
        (Argon2id, "$argon2id$v=7$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        (Argon2id, "$argon2id$"),
        (Argon2id, ""),
        (Bcrypt, "$2x$04$abcdefghijklmnopqrstuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"),
        (Bcrypt, "$2b$4$short"),
        (Bcrypt, ""),
        (Md5, "5f4dcc3b5aa765d61d8327deb882cf9"),
        (Md5, "5f4dcc3b5aa765d61d8327deb882cf99aa"),
        (Sha1, "5f4dcc3b5aa765d61d8327deb882cf99"),
        (Sha256, "zz884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"),
    ];
    for (algorithm, text) in cases {
        assert!(!verify(&digest(algorithm, text), "password"), "{algorithm:?} {text}");
    }
}

#[test]
fn digests_that_would_take_all_memory_or_time_are_not_computed() {
    let expensive = [
        "$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=8192,t=4294967295,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=65536,t=2,p=1024$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    ];
    for text in expensive {
        let parsed = digest(PasswordAlgorithm::Argon2id, text);
        assert!(Argon2Digest::parse(&parsed).is_some_and(|parsed| !parsed.is_affordable()), "{text}");
        assert!(!verify(&parsed, "password"));
    }
    let bcrypt = "$2b$31$abcdefghijklmnopqrstuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu";
    assert_eq!(bcrypt_cost(bcrypt), Some(31));
    assert!(!verify(&digest(PasswordAlgorithm::Bcrypt, bcrypt), "password"));
}

#[test]
fn only_argon2id_at_our_cost_or_above_is_kept() {
    let cost = Argon2Cost { memory_kib: 16, passes: 2, lanes: 1 };
    let made = |memory_kib, passes| {
        hash_argon2id("password", [0; 16], Argon2Cost { memory_kib, passes, lanes: 1 }).unwrap()
    };
    assert!(!needs_upgrade(&made(16, 2), cost));
    assert!(!needs_upgrade(&made(32, 3), cost));
    assert!(needs_upgrade(&made(8, 2), cost));
    assert!(needs_upgrade(&made(16, 1), cost));
    assert!(needs_upgrade(&digest(PasswordAlgorithm::Md5, "5f4dcc3b5aa765d61d8327deb882cf99"), cost));
    let argon2i = "$argon2i$v=19$m=65536,t=9,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8";
    assert!(needs_upgrade(&digest(PasswordAlgorithm::Argon2i, argon2i), cost));
}
