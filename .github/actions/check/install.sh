#!/usr/bin/env bash
# Installs stackspec from crates.io: the version in STACKSPEC_ACTION_VERSION, or the newest.
set -euo pipefail

version=${STACKSPEC_ACTION_VERSION:-}
command -v cargo >/dev/null || {
    echo "::error::stackspec is built by cargo, and there is none here: install Rust, or give the action a binary"
    exit 1
}
if [[ -z $version ]]; then
    cargo install --locked stackspec
elif [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
    cargo install --locked stackspec --version "=$version"
else
    echo "::error::the input version is no version: it has the form 1.2.3"
    exit 1
fi
