//! Cards.

use std::sync::Arc;

use domain::event::Event;
use domain::operator::check_token;
use domain::time::Timestamp;
use domain::token::Standing;

use super::{DONE, change, not_found, refusal};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::show;
use crate::view::{Done, TokenStanding, TokenView};

/// Adds a card or changes what it may do.
pub async fn save(
    inner: &Arc<Inner>,
    value: String,
    label: String,
    standing: TokenStanding,
    expires_at: Option<i64>,
    parent: Option<String>,
) -> Result<TokenView, Fault> {
    let value = check_token(&value).map_err(refusal)?;
    let label = label.trim().to_owned();
    if label.chars().count() > 120 || label.chars().any(char::is_control) {
        return Err(Fault::new(FaultCode::Invalid).with("field", "label").with("reason", "tooLong"));
    }
    let parent = match parent.filter(|parent| !parent.trim().is_empty()) {
        Some(parent) => Some(check_token(&parent).map_err(refusal)?),
        None => None,
    };
    let standing = match standing {
        TokenStanding::Accepted => Standing::Accepted,
        TokenStanding::Blocked => Standing::Blocked,
        TokenStanding::Expired => Standing::Expired,
        TokenStanding::Unknown => {
            return Err(Fault::new(FaultCode::Invalid).with("field", "standing").with("reason", "unknown"));
        }
    };
    let (now, saved) = (inner.now(), value.clone());
    change(inner, move |write| {
        let (value, label, parent) = (saved.clone(), label.clone(), parent.clone());
        let expires_at = expires_at.map(Timestamp);
        write.apply_site(Event::TokenSaved { value, label, standing, expires_at, parent }, now)?;
        Ok(Ok(()))
    })
    .await?;
    let row = inner.read(move |reader| reader.token(&value)).await?;
    row.map(show::token).ok_or_else(|| not_found("token"))
}

/// Forgets a card.
pub async fn remove(inner: &Arc<Inner>, value: String) -> Result<Done, Fault> {
    let now = inner.now();
    change(inner, move |write| {
        write.apply_site(Event::TokenRemoved(value.clone()), now)?;
        Ok(Ok(DONE))
    })
    .await
}
