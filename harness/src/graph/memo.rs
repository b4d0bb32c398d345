//! What was worked out of a graph once, and is asked for again.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Results by their keys. They hang on the graph alone, so that it does not matter who asks first.
#[derive(Default)]
pub(super) struct Memo(Mutex<BTreeMap<String, Arc<dyn Any + Send + Sync>>>);

impl Memo {
    /// The result of this key, made now if nobody asked for it before. Two threads may make it
    /// twice, and one of them is kept.
    pub(super) fn get<T: Send + Sync + 'static>(
        &self,
        key: &str,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        let known = || {
            let memo = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            memo.get(key).cloned()
        };
        if let Some(Ok(found)) = known().map(Arc::downcast) {
            return found;
        }
        let made = Arc::new(make());
        let mut memo = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memo.insert(key.to_owned(), made.clone());
        made
    }
}
