//! What changed of firmware, updates, rollouts and logs.

use std::collections::BTreeSet;

use domain::event::Event;
use domain::firmware::{FirmwareKey, RolloutKey, UpdateKey};
use domain::logs::LogKey;
use store::Reader;

use crate::event::Change;
use crate::handle::{firmware, logfile};

/// What changed since it was last told.
#[derive(Default)]
pub struct Transfers {
    files: BTreeSet<FirmwareKey>,
    updates: BTreeSet<UpdateKey>,
    rollouts: BTreeSet<RolloutKey>,
    logs: BTreeSet<LogKey>,
}

impl Transfers {
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.updates.is_empty() && self.rollouts.is_empty() && self.logs.is_empty()
    }

    /// Takes a fact in; others than those about transfers change nothing.
    pub fn mark(&mut self, event: &Event) {
        match event {
            Event::FirmwareSaved(file) => {
                self.files.insert(file.key);
            }
            Event::FirmwareRemoved(key) => {
                self.files.insert(*key);
            }
            Event::UpdateMoved(update) => {
                self.updates.insert(update.key);
                self.rollouts.extend(update.rollout);
                // Where a file was used is a part of it; bytes on their way are not.
                if update.over_at.is_some() || update.steps.is_empty() {
                    self.files.insert(update.file);
                }
            }
            Event::RolloutMoved(rollout) => {
                self.rollouts.insert(rollout.key);
            }
            Event::LogMoved(request) => {
                self.logs.insert(request.key);
            }
            Event::FileReceived(file) => {
                self.logs.insert(file.request);
            }
            Event::ReceivedRemoved { request, .. } => {
                self.logs.insert(*request);
            }
            _ => {}
        }
    }

    /// The changes as whole views.
    pub fn read(self, reader: &Reader<'_>) -> Result<Vec<Change>, store::Error> {
        let mut changes = Vec::new();
        for key in self.files {
            changes.push(match firmware::file_view(reader, key)? {
                Some(view) => Change::Firmware(view),
                None => Change::FirmwareGone { file: key.0 },
            });
        }
        for key in self.updates {
            if let Some(update) = reader.update(key)? {
                changes.push(Change::Update(Box::new(firmware::update_view(reader, update)?)));
            }
        }
        for key in self.rollouts {
            if let Some(rollout) = reader.rollout(key)? {
                changes.push(Change::Rollout(firmware::rollout_view(reader, rollout)?));
            }
        }
        for key in self.logs {
            if let Some(request) = reader.log_request(key)? {
                changes.push(Change::Log(logfile::log_view(reader, request)?));
            }
        }
        Ok(changes)
    }
}
