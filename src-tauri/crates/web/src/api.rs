//! `POST /api`: one bridge request as JSON, answered with its answer or a fault. `POST /api/sign-in`: a cookie.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bridge::fault::{Fault, FaultCode};
use serde::Deserialize;

use crate::server::Door;
use crate::sign_in::{COOKIE_NAME, is_operator, same};

/// One request.
pub async fn request(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> Response {
    if !is_operator(&headers, &door.token) {
        return fault(Fault::new(FaultCode::NotSignedIn));
    }
    match door.console.request_json(&body, "browser").await {
        Ok(answer) => Json(answer).into_response(),
        Err(why) => fault(why),
    }
}

/// What a sign-in brings.
#[derive(Deserialize)]
struct SignIn {
    token: String,
}

/// Changes the operator's token for a cookie that scripts cannot read.
pub async fn sign_in(State(door): State<Door>, body: Bytes) -> Response {
    let brought: Result<SignIn, _> = serde_json::from_slice(&body);
    match brought {
        Ok(sign_in) if same(sign_in.token.trim(), &door.token) => {
            let cookie =
                format!("{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000", door.token);
            (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response()
        }
        _ => fault(Fault::new(FaultCode::NotSignedIn)),
    }
}

/// A fault with the status that says the same.
pub fn fault(fault: Fault) -> Response {
    let status = match fault.code {
        FaultCode::Invalid => StatusCode::BAD_REQUEST,
        FaultCode::NotFound => StatusCode::NOT_FOUND,
        FaultCode::NotConnected
        | FaultCode::NotAccepted
        | FaultCode::NotSupported
        | FaultCode::OtherModel
        | FaultCode::BadSignature
        | FaultCode::Conflict
        | FaultCode::MailNotSent
        | FaultCode::Taken => StatusCode::CONFLICT,
        FaultCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        FaultCode::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        FaultCode::StorageReadOnly | FaultCode::StorageBusy => StatusCode::SERVICE_UNAVAILABLE,
        FaultCode::NotSignedIn => StatusCode::UNAUTHORIZED,
        FaultCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, Json(fault)).into_response()
}
