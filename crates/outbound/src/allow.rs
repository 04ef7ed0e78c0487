//! Which addresses may be called.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use ipnet::IpNet;

/// An entry of an allow-list is neither a network nor a host name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither an address, a network such as 10.0.0.0/8, nor a host name")]
pub struct InvalidAllowance(String);

/// What the operator allows beside public addresses.
#[derive(Debug, Clone, Default)]
pub struct AllowList {
    networks: Vec<IpNet>,
    hosts: Vec<String>,
}

impl AllowList {
    /// Reads entries: networks (`10.0.0.0/8`, `::1/128`), addresses, and host names, which are compared whole and without case.
    ///
    /// # Errors
    /// [`InvalidAllowance`] names the first entry that is none of these.
    pub fn parse<'a>(entries: impl IntoIterator<Item = &'a str>) -> Result<Self, InvalidAllowance> {
        let mut list = Self::default();
        for entry in entries {
            let network = IpNet::from_str(entry)
                .ok()
                .or_else(|| entry.parse().ok().map(|address: IpAddr| address.into()));
            match network {
                Some(network) => list.networks.push(network),
                None if is_host_name(entry) => list.hosts.push(entry.to_ascii_lowercase()),
                None => return Err(InvalidAllowance(entry.to_owned())),
            }
        }
        Ok(list)
    }

    /// Whether a name may be called whatever it resolves to.
    pub(crate) fn has_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))
    }

    /// Whether an address may be called.
    pub(crate) fn has_address(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        is_public(address) || self.networks.iter().any(|network| network.contains(&address))
    }
}

fn is_host_name(text: &str) -> bool {
    !text.is_empty()
        && text.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
        && !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether anybody on the internet could be behind an address (RFC 6890, the registries of special-purpose addresses).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Where machines at Azure are told about themselves.
const AZURE_WIRE_SERVER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        // Shared address space of carriers (RFC 6598), where cloud providers keep services too.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        // Public by its number, but every machine at Azure reaches there what knows its certificates and extensions.
        || address == AZURE_WIRE_SERVER
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Global unicast is 2000::/3; the rest is loopback, mapped, local, multicast or not given out.
    let is_global = a & 0xe000 == 0x2000;
    // Of it: documentation, Teredo and other protocol assignments, and 6to4, which may lead to a private IPv4 address.
    let is_special =
        (a == 0x2001 && (b == 0x0db8 || b < 0x0200)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    is_global && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(list: &AllowList, address: &str) -> bool {
        list.has_address(address.parse().unwrap())
    }

    #[test]
    fn public_addresses_are_called_and_no_others() {
        let list = AllowList::default();
        for public in ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"] {
            assert!(allows(&list, public), "{public}");
        }
        let closed = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            // What cloud providers tell their machines: Azure, Alibaba, Oracle, AWS.
            "168.63.129.16",
            "::ffff:168.63.129.16",
            "100.100.100.200",
            "192.0.0.192",
            "fd00:ec2::254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:a00:1::",
            "3fff::1",
        ];
        for address in closed {
            assert!(!allows(&list, address), "{address}");
        }
    }

    #[test]
    fn what_the_operator_allows_is_called_too() {
        let list = AllowList::parse(["10.0.0.0/8", "127.0.0.1", "::1", "Hooks.internal"]).unwrap();
        assert!(
            allows(&list, "10.200.0.1") && allows(&list, "127.0.0.1") && allows(&list, "::ffff:127.0.0.1")
        );
        assert!(allows(&list, "::1") && !allows(&list, "127.0.0.2") && !allows(&list, "192.168.0.1"));
        assert!(list.has_host("hooks.INTERNAL") && !list.has_host("a.hooks.internal"));
        for wrong in ["", "10.0.0.0/40", "a b", "300.1.1.1", "http://a.example", "*.example.com"] {
            assert_eq!(AllowList::parse([wrong]).unwrap_err(), InvalidAllowance(wrong.to_owned()));
        }
    }
}
