//! The machine in words: what a reader needs to compare, and nothing that names it.

use std::{path::Path, process::Command};

/// Processor, cores, memory, kernel, compiler.
pub(crate) fn describe(cores: usize) -> String {
    let processor = read("/proc/cpuinfo").and_then(|text| field(&text, "model name"));
    let memory =
        read("/proc/meminfo").and_then(|text| field(&text, "MemTotal")).and_then(|text| gibibytes(&text));
    let system = read("/etc/os-release").and_then(|text| {
        text.lines().find_map(|line| Some(line.strip_prefix("PRETTY_NAME=")?.trim_matches('"').to_owned()))
    });
    let compiler = Command::new("rustc")
        .arg("--version")
        .output()
        .ok()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let compiler = compiler.and_then(|text| Some(text.split(" (").next()?.to_owned()));
    let parts = [
        processor,
        Some(format!("{cores} cores")),
        memory.map(|memory| format!("{memory} GiB of memory")),
        system,
        compiler,
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// How many processes of others want a core at the moment (the load average of the last minute); a measurement wants none.
pub(crate) fn load_average() -> Option<f64> {
    first_number(&read("/proc/loadavg")?)
}

fn first_number(text: &str) -> Option<f64> {
    text.split_whitespace().next()?.parse().ok()
}

fn read(path: impl AsRef<Path>) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// The value of the first `name : value` line.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

fn gibibytes(text: &str) -> Option<u64> {
    let kibibytes: u64 = text.strip_suffix(" kB")?.trim().parse().ok()?;
    Some((kibibytes + 512 * 1024) / (1024 * 1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_from_the_kernels_text() {
        let text = "processor\t: 0\nmodel name\t: A Fast One\nmodel name\t: Another\n";
        assert_eq!(field(text, "model name").as_deref(), Some("A Fast One"));
        assert_eq!(gibibytes("25165824 kB"), Some(24));
        assert_eq!(field(text, "missing"), None);
        assert_eq!(first_number("0.52 0.58 0.59 1/467 12345"), Some(0.52));
    }
}
