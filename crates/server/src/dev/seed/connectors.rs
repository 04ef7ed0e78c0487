//! Connectors of the demonstration: messages go to the development mailbox.

use connectors::ConnectorType;
use domain::ConnectorId;
use operations::{
    Services,
    connectors::{Connector, for_messages, seal},
};
use store::{StoreError, configuration, connector};

use super::SeedError;

/// Makes the mailbox the connector for e-mail and text messages, where there is none.
pub(super) async fn ensure(services: &Services) -> Result<(), SeedError> {
    let mailboxes =
        [(ConnectorType::Email, "guildhall-mailbox-email"), (ConnectorType::Sms, "guildhall-mailbox-sms")];
    for (connector_type, factory_id) in mailboxes {
        if for_messages(services, connector_type).await?.is_some() {
            continue;
        }
        let factory = connectors::factory(factory_id).ok_or("the mailbox is not in the catalogue")?;
        let mailbox = Connector {
            id: ConnectorId::new(services.entropy.id_12()),
            factory,
            config: connectors::Config::new(),
            metadata: connectors::Config::new(),
            sync_profile: false,
            enable_token_storage: false,
            created_at: services.now(),
        };
        let (tenant, sealed) = (&services.tenant, &seal(services, &mailbox)?);
        let stored: Result<(), StoreError> = services
            .db
            .transaction(|tx| async move {
                configuration::bump(&tx, tenant).await?;
                connector::insert(tx.exec(), tenant, sealed).await
            })
            .await;
        stored?;
    }
    Ok(())
}
