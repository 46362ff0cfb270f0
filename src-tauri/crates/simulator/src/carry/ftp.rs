//! Files over FTP, passive.

use suppaftp::tokio::AsyncFtpStream;
use suppaftp::types::FileType;
use suppaftp::{FtpError, Status};
use tokio::io::AsyncReadExt;

use super::hash::Hash;
use super::{Address, Error, lost, patiently, take};
use crate::work::Mishap;

/// So much is read at once.
const CHUNK: usize = 64 * 1024;

async fn open(address: &Address) -> Result<AsyncFtpStream, Error> {
    let mut line = patiently(AsyncFtpStream::connect(&address.host)).await?;
    line.login(&address.user, &address.password).await.map_err(refused)?;
    line.transfer_type(FileType::Binary).await.map_err(refused)?;
    Ok(line)
}

/// What the server says no to is of no use to try again, unless it is only busy.
fn refused(error: FtpError) -> Error {
    match &error {
        FtpError::UnexpectedResponse(answer) if answer.status != Status::NotAvailable => {
            Error::Refused(error.to_string())
        }
        _ => lost(error),
    }
}

/// Fetches what is missing of a file.
pub(super) async fn fetch(address: &Address, hash: &mut Hash, mishap: Mishap) -> Result<(), Error> {
    let mut line = open(address).await?;
    let whole = line.size(&address.path).await.map_err(refused)? as u64;
    if hash.length() > 0 {
        let from = usize::try_from(hash.length()).map_err(lost)?;
        line.resume_transfer(from).await.map_err(refused)?;
    }
    let mut data = line.retr_as_stream(&address.path).await.map_err(refused)?;
    let mut chunk = vec![0; CHUNK];
    loop {
        match patiently(data.read(&mut chunk)).await? {
            0 => break,
            length => take(hash, &chunk[..length], Some(whole), mishap)?,
        }
    }
    if hash.length() < whole {
        return Err(lost("the file is not whole"));
    }
    patiently(line.finalize_retr_stream(data)).await?;
    drop(line.quit().await);
    Ok(())
}

/// Sends a file.
pub(super) async fn send(address: &Address, content: &[u8]) -> Result<(), Error> {
    let mut line = open(address).await?;
    line.put_file(&address.path, &mut std::io::Cursor::new(content)).await.map_err(refused)?;
    drop(line.quit().await);
    Ok(())
}
