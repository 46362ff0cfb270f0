//! Mail: one message at a time to the site's own mail server.
//!
//! The password lies in a file of its own that nobody else may read. It never comes back to a screen and is in no log.

mod keep;

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::mail::{MailAccount, MailSecurity};
use lettre::message::header::ContentType;
use lettre::message::{Attachment as Part, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

pub use keep::MailPassword;

/// Who waits longer for a mail server waits in vain.
const PATIENCE: Duration = Duration::from_secs(30);

/// A file that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a mail was not sent, in a sentence each. The server's own words stand where it said any.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The sender's or a recipient's address is none.
    #[error("“{0}” is no mail address")]
    Address(String),
    /// The server's name leads nowhere.
    #[error("there is no server called {0}")]
    HostUnknown(String),
    /// Without encryption, mail goes only to this computer and the network around it.
    #[error("{0} is not in this network: mail to it must be encrypted")]
    NotPrivate(String),
    /// Nobody listens there, or a firewall is in between.
    #[error("{0} does not answer on this port")]
    Refused(String),
    /// It answers too slowly, or hung up.
    #[error("{0} hung up or did not answer in time")]
    Broken(String),
    /// The name or the password is wrong.
    #[error("the server does not accept the user name or the password: {0}")]
    Login(String),
    /// The server's certificate is not trusted here, or it cannot encrypt.
    #[error("no trusted encrypted connection to {0} was possible")]
    Certificate(String),
    /// It does not take mail for this recipient.
    #[error("the server does not take the mail: {0}")]
    Rejected(String),
    /// The mail is larger than it takes.
    #[error("the mail is larger than the server takes: {0}")]
    TooLarge(String),
}

impl MailError {
    /// A word for it that screens know.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::HostUnknown(_) => "hostUnknown",
            Self::NotPrivate(_) => "notPrivate",
            Self::Refused(_) => "refused",
            Self::Broken(_) => "broken",
            Self::Login(_) => "login",
            Self::Certificate(_) => "certificate",
            Self::Rejected(_) => "rejected",
            Self::TooLarge(_) => "tooLarge",
        }
    }
}

/// What is to be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: Vec<String>,
    /// What about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
}

/// Sends a mail; it is at the server when this returns.
///
/// # Errors
/// [`MailError`]; nothing was sent.
pub async fn send(account: &MailAccount, password: &MailPassword, mail: Mail) -> Result<(), MailError> {
    let message = message(account, mail)?;
    let host = account.host.as_str();
    let found: Vec<SocketAddr> = match tokio::net::lookup_host((host, account.port)).await {
        Ok(found) => found.collect(),
        Err(_) => return Err(MailError::HostUnknown(host.to_owned())),
    };
    let Some(first) = found.first() else { return Err(MailError::HostUnknown(host.to_owned())) };
    let (server, tls) = match account.security {
        // To the very address that was looked at: a name may lead elsewhere the next time.
        MailSecurity::None if found.iter().all(|at| is_near(at.ip())) => (first.ip().to_string(), Tls::None),
        MailSecurity::None => return Err(MailError::NotPrivate(host.to_owned())),
        MailSecurity::Tls => (host.to_owned(), Tls::Wrapper(parameters(host)?)),
        MailSecurity::StartTls => (host.to_owned(), Tls::Required(parameters(host)?)),
    };
    let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server)
        .port(account.port)
        .tls(tls)
        .timeout(Some(PATIENCE));
    if !account.user.is_empty() {
        transport = transport.credentials(Credentials::new(account.user.clone(), password.0.clone()));
    }
    // The transport's own patience begins anew with each word of the server.
    let transport: AsyncSmtpTransport<Tokio1Executor> = transport.build();
    let sent = tokio::time::timeout(4 * PATIENCE, transport.send(message)).await;
    match sent {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(reason(host, &error)),
        Err(_) => Err(MailError::Broken(host.to_owned())),
    }
}

fn message(account: &MailAccount, mail: Mail) -> Result<Message, MailError> {
    let mailbox = |address: &str| -> Result<Mailbox, MailError> {
        let parsed = address.parse().map_err(|_| MailError::Address(address.to_owned()))?;
        Ok(Mailbox::new(None, parsed))
    };
    let mut builder = Message::builder()
        .from(mailbox(&account.from)?)
        .subject(mail.subject)
        .message_id(Some(format!("<{}@forecourt>", uuid::Uuid::new_v4())));
    for to in &mail.to {
        builder = builder.to(mailbox(to)?);
    }
    let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(mail.text));
    for attachment in mail.attachments {
        let kind = ContentType::parse(attachment.kind).expect("the kinds of our own files");
        parts = parts.singlepart(Part::new(attachment.name).body(attachment.bytes, kind));
    }
    // A mail without a recipient is the one other thing that cannot be built.
    builder.multipart(parts).map_err(|_| MailError::Address(mail.to.join(", ")))
}

fn parameters(host: &str) -> Result<TlsParameters, MailError> {
    TlsParameters::new(host.to_owned()).map_err(|_| MailError::Certificate(host.to_owned()))
}

/// This computer, or the network around it.
fn is_near(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

fn reason(host: &str, error: &lettre::transport::smtp::Error) -> MailError {
    let host = host.to_owned();
    if let Some(code) = error.status() {
        let said = said(error);
        return match u16::from(code) {
            530 | 534 | 535 | 538 | 454 => MailError::Login(said),
            523 | 552 => MailError::TooLarge(said),
            _ => MailError::Rejected(said),
        };
    }
    if error.is_tls() {
        return MailError::Certificate(host);
    }
    // Among what lies below is what the system said.
    let mut below = std::error::Error::source(error);
    while let Some(inner) = below {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, InvalidData, NetworkUnreachable};
            return match io.kind() {
                ConnectionRefused | HostUnreachable | NetworkUnreachable => MailError::Refused(host),
                InvalidData => MailError::Certificate(host),
                _ => MailError::Broken(host),
            };
        }
        below = inner.source();
    }
    // The one thing that our side refuses to do: to log in or go on where the server offers no encryption or login.
    if error.is_client() { MailError::Certificate(host) } else { MailError::Broken(host) }
}

/// The server's words, short and on one line.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let words = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

#[cfg(test)]
mod tests;
