//! Configuration in memory, on both databases.

use domain::{SystemEntropy, UnixMillis};
use jose::Algorithm;
use store::both_databases;

use super::*;

async fn cache(db: &Db) -> ConfigurationCache {
    let (tenant, sealing) = (TenantId::default_tenant(), SealingKey::new(&[7; 32]).unwrap());
    keys::ensure(db, &tenant, &sealing, &SystemEntropy, (Algorithm::ES384, UnixMillis(1))).await.unwrap();
    ConfigurationCache::start(tenant, db.clone(), Arc::new(sealing))
}

both_databases! {
    async fn nothing_secret_shows_when_it_is_printed(db: Db) {
        let configuration = cache(&db).await.get().await.unwrap();
        let printed = format!("{configuration:?} {configuration:#?}");
        let keys = [&configuration.refresh_token_key, &configuration.verification_code_key];
        assert_ne!(keys[0].reveal(), keys[1].reveal());
        let cookie_keys = configuration.cookie_keys.iter().map(CookieKey::reveal);
        for key in cookie_keys.chain(keys.map(SecretKey::reveal)) {
            assert!(!printed.contains(&format!("{key:?}")), "{printed}");
            assert!(!printed.contains(&format!("{key:#?}")), "{printed}");
        }
        assert!(printed.contains("cookie_keys: [CookieKey]"), "{printed}");
    }

    async fn it_is_read_whole_while_others_change_it_all_the_time(db: Db) {
        let cache = cache(&db).await;
        let (tenant, changed) = (&TenantId::default_tenant(), &db);
        let change = async {
            for number in 0.. {
                let done: Result<(), store::StoreError> = changed.transaction(|tx| async move {
                    configuration::put_setting(tx.exec(), tenant, "number", &number.into()).await?;
                    configuration::bump(&tx, tenant).await
                }).await;
                done.unwrap();
                // Where nothing is waited for, one would take all the turns of the other, which is run by the same task.
                tokio::task::yield_now().await;
            }
        };
        let first = cache.get().await.unwrap().version;
        let read = async {
            for _ in 0..20 {
                let read = cache.get().await.unwrap();
                // Each change moves both by one: they were read in the same state.
                let number = read.settings.get("number").map_or(-1, |number| number.as_i64().unwrap());
                assert_eq!(read.version - first - 1, number);
                while cache.fresh().is_some_and(|fresh| fresh.version == read.version) {
                    tokio::task::yield_now().await;
                }
            }
        };
        let read = tokio::time::timeout(Duration::from_secs(20), read);
        tokio::select! {
            () = change => unreachable!("it never ends"),
            read = read => read.unwrap(),
        }
    }
}
