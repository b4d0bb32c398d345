//! `stackspec mutate`
