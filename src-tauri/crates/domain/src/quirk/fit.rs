//! Orders as a charger with these switches bears them: what was ordered is kept, what is sent is fitted to it.

use super::{ProfileKind as KindSwitch, Purpose as PurposeSwitch, Quirks, RateUnit as UnitSwitch, Transfer};
use crate::order::{ChargingProfile, Command, Period, ProfileKind, Purpose, RateUnit, Reply};
use crate::place::Place;
use crate::time::{SECOND, Timestamp};

/// Nominal voltage between a phase and neutral.
const VOLTS: u32 = 230;
/// A schedule that begins within so many milliseconds of now shall begin now.
const NOW: i64 = 10 * SECOND;

/// An order as it is sent to a charger. `rate_units` is what it told of the units of its limits (1.6
/// `ChargingScheduleAllowedChargingRateUnit`).
///
/// # Errors
/// Why it cannot be sent at all, as a sentence.
pub fn fitted(
    mut command: Command,
    quirks: &Quirks,
    rate_units: Option<&str>,
    now: Timestamp,
) -> Result<Command, String> {
    match &mut command {
        Command::SetProfile { at, profile } => {
            purpose(at, profile, quirks);
            limits(profile, quirks, rate_units, now);
        }
        Command::Start { profile: Some(profile), .. } => limits(profile, quirks, rate_units, now),
        Command::ClearProfiles(filter) => {
            filter.stack_level = filter.stack_level.map(|level| quirks.stack_level.unwrap_or(level));
        }
        Command::UpdateFirmware(image) => reaches(&image.location, quirks.transfer)?,
        Command::UpdateSignedFirmware(signed) => reaches(&signed.image.location, quirks.transfer)?,
        Command::SendDiagnostics(upload) | Command::SendLog { upload, .. } => {
            reaches(&upload.location, quirks.transfer)?;
        }
        _ => {}
    }
    Ok(command)
}

/// What to try after a charger refused a limit: the next purpose of its own list, where that is not everybody's.
pub fn next_purpose(sent: &Command, reply: &Reply, quirks: &Quirks) -> Option<Command> {
    let (Command::SetProfile { at, profile }, Reply::Refused(_)) = (sent, reply) else { return None };
    if quirks.purposes == Quirks::default().purposes {
        return None;
    }
    let place = quirks.purposes.iter().position(|known| order_purpose(*known) == profile.purpose)?;
    let next = order_purpose(*quirks.purposes.get(place + 1)?);
    let (mut at, mut profile) = (*at, profile.clone());
    become_for(&mut at, &mut profile, next);
    Some(Command::SetProfile { at, profile })
}

fn order_purpose(purpose: PurposeSwitch) -> Purpose {
    match purpose {
        PurposeSwitch::Session => Purpose::Session,
        PurposeSwitch::EverySession => Purpose::Default,
        PurposeSwitch::Station => Purpose::Station,
    }
}

/// A purpose that the charger does not know gives way to the one that is nearest; a group takes limits as a whole.
fn purpose(at: &mut Place, profile: &mut ChargingProfile, quirks: &Quirks) {
    let knows = |purpose: Purpose| quirks.purposes.iter().any(|known| order_purpose(*known) == purpose);
    if !knows(profile.purpose) {
        let nearest = match profile.purpose {
            Purpose::Session => [Purpose::Default, Purpose::Station],
            Purpose::Default => [Purpose::Station, Purpose::Session],
            Purpose::Station => [Purpose::Default, Purpose::Session],
        };
        // Without a session there is none to limit.
        let possible = |purpose: &Purpose| knows(*purpose) && *purpose != Purpose::Session;
        if let Some(nearest) = nearest.into_iter().find(possible) {
            become_for(at, profile, nearest);
        }
    }
    if quirks.limit_whole && *at != Place::Station {
        let whole = if profile.purpose == Purpose::Default { Purpose::Default } else { Purpose::Station };
        become_for(at, profile, whole);
        *at = Place::Station;
    }
}

fn become_for(at: &mut Place, profile: &mut ChargingProfile, purpose: Purpose) {
    profile.purpose = purpose;
    if purpose != Purpose::Session {
        profile.session = None;
    }
    if purpose == Purpose::Station {
        *at = Place::Station;
    }
}

fn limits(profile: &mut ChargingProfile, quirks: &Quirks, rate_units: Option<&str>, now: Timestamp) {
    if let Some(level) = quirks.stack_level {
        profile.stack_level = level;
    }
    kind(profile, quirks, now);
    let watts_only = quirks.rate_unit == UnitSwitch::Watts || rate_units.is_some_and(is_watts_only);
    if watts_only && profile.schedule.unit == RateUnit::Amperes {
        profile.schedule.unit = RateUnit::Watts;
        profile.schedule.periods.iter_mut().for_each(|period| in_watts(period, quirks.phases));
    } else if profile.schedule.unit == RateUnit::Amperes {
        let step = |period: &mut Period| {
            if !quirks.steps_a.is_empty() {
                period.limit_tenths = quirks.step_below(period.limit_tenths / 10) * 10;
            }
        };
        profile.schedule.periods.iter_mut().for_each(step);
    }
}

/// Whether a charger's own word for its units leaves amperes out: `Power`, or `W` as some spell it.
fn is_watts_only(units: &str) -> bool {
    let mut units = units.split([',', ' ', ';']).map(str::trim).filter(|unit| !unit.is_empty()).peekable();
    let is_watts =
        |unit: &str| ["power", "w", "watt", "watts"].iter().any(|word| unit.eq_ignore_ascii_case(word));
    units.peek().is_some() && units.all(is_watts)
}

fn in_watts(period: &mut Period, phases: u32) {
    let phases = period.phases.map_or(phases, u32::from);
    period.limit_tenths = period.limit_tenths.saturating_mul(VOLTS).saturating_mul(phases);
}

/// A schedule from now on counts from the beginning of the charge, or from a while ago: a charger whose clock is slow
/// would wait otherwise. Its limits change at the same moments as before.
fn kind(profile: &mut ChargingProfile, quirks: &Quirks, now: Timestamp) {
    let schedule = &mut profile.schedule;
    // There is no charge from whose beginning the whole charger's limit could count.
    if profile.kind == ProfileKind::Relative && profile.purpose == Purpose::Station {
        profile.kind = ProfileKind::Absolute;
        schedule.start = Some(now);
    }
    let from_now = schedule.start.is_none_or(|start| start.since(now).abs() <= NOW);
    if profile.kind != ProfileKind::Absolute || !from_now {
        return;
    }
    if quirks.profile_kind == KindSwitch::Relative && profile.purpose != Purpose::Station {
        profile.kind = ProfileKind::Relative;
        schedule.start = None;
        return;
    }
    // Without a start it counts from the beginning of the charge already.
    let Some(start) = schedule.start else { return };
    let ago = i64::from(quirks.schedule_ago_s);
    schedule.start = Some(Timestamp(start.0 - ago * SECOND));
    schedule.duration_s = schedule.duration_s.map(|duration| duration.saturating_add(quirks.schedule_ago_s));
    for period in schedule.periods.iter_mut().skip(1) {
        period.start_s = period.start_s.saturating_add(quirks.schedule_ago_s);
    }
}

/// Whether a charger can reach an address.
fn reaches(location: &str, transfer: Transfer) -> Result<(), String> {
    let (schemes, words): (&[&str], _) = match transfer {
        Transfer::Any => return Ok(()),
        Transfer::Http => (&["http"], "plain HTTP"),
        Transfer::Https => (&["https"], "HTTPS"),
        Transfer::Ftp => (&["ftp", "ftps"], "FTP"),
        Transfer::Sftp => (&["sftp"], "SFTP"),
    };
    let scheme = location.split("://").next().unwrap_or_default();
    match schemes.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        true => Ok(()),
        false => Err(format!("It moves files by {words} only")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{ProfileFilter, Schedule, Upload};
    use crate::place::ConnectorRef;
    use crate::session::WireRef;

    const NOON: Timestamp = Timestamp(1_800_000_000_000);
    const FIRST: Place = Place::Connector(ConnectorRef { evse: 1, connector: 1 });

    fn order(purpose: Purpose, kind: ProfileKind, periods: &[(u32, u32)]) -> Command {
        let periods = periods.iter().map(|(start_s, amps)| Period {
            start_s: *start_s,
            limit_tenths: amps * 10,
            phases: None,
        });
        let schedule = Schedule {
            start: (kind == ProfileKind::Absolute).then_some(NOON),
            duration_s: Some(600),
            unit: RateUnit::Amperes,
            periods: periods.collect(),
        };
        let at = if purpose == Purpose::Station { Place::Station } else { FIRST };
        let session = (purpose == Purpose::Session).then_some(WireRef::Central(7));
        let profile = ChargingProfile {
            id: 1,
            stack_level: 3,
            purpose,
            kind,
            session,
            valid_from: None,
            valid_to: None,
            schedule,
        };
        Command::SetProfile { at, profile }
    }

    fn sent(command: Command, quirks: &Quirks) -> (Place, ChargingProfile) {
        match fitted(command, quirks, None, NOON) {
            Ok(Command::SetProfile { at, profile }) => (at, profile),
            other => panic!("{other:?}"),
        }
    }

    fn tenths(profile: &ChargingProfile) -> Vec<u32> {
        profile.schedule.periods.iter().map(|period| period.limit_tenths).collect()
    }

    #[test]
    fn a_schedule_from_now_on_begins_a_minute_ago_and_changes_when_it_should() {
        let profile =
            sent(order(Purpose::Default, ProfileKind::Absolute, &[(0, 16), (300, 8)]), &Quirks::default()).1;
        assert_eq!(profile.schedule.start, Some(Timestamp(NOON.0 - 60 * SECOND)));
        let starts: Vec<u32> = profile.schedule.periods.iter().map(|period| period.start_s).collect();
        assert_eq!((starts, profile.schedule.duration_s), (vec![0, 360], Some(660)));
        assert_eq!((profile.stack_level, tenths(&profile)), (3, vec![160, 80]));
        let Command::SetProfile { at, mut profile } =
            order(Purpose::Default, ProfileKind::Absolute, &[(0, 16)])
        else {
            panic!()
        };
        profile.schedule.start = Some(NOON.plus(3600 * SECOND));
        let later = Command::SetProfile { at, profile };
        assert_eq!(fitted(later.clone(), &Quirks::default(), None, NOON), Ok(later));
    }

    #[test]
    fn the_kind_that_a_charger_bears_replaces_the_other_where_both_mean_the_same() {
        let relative = Quirks { profile_kind: KindSwitch::Relative, ..Quirks::default() };
        let profile = sent(order(Purpose::Session, ProfileKind::Absolute, &[(0, 16)]), &relative).1;
        assert_eq!((profile.kind, profile.schedule.start), (ProfileKind::Relative, None));
        let profile = sent(order(Purpose::Station, ProfileKind::Relative, &[(0, 16)]), &relative).1;
        assert_eq!(profile.kind, ProfileKind::Absolute);
    }

    #[test]
    fn amperes_become_watts_where_nothing_else_is_understood() {
        let watts = Quirks { rate_unit: UnitSwitch::Watts, ..Quirks::default() };
        let profile = sent(order(Purpose::Default, ProfileKind::Absolute, &[(0, 16)]), &watts).1;
        assert_eq!((profile.schedule.unit, tenths(&profile)), (RateUnit::Watts, vec![110_400]));
        for (told, expected) in [
            ("Power", RateUnit::Watts),
            ("W", RateUnit::Watts),
            ("Current,Power", RateUnit::Amperes),
            ("A", RateUnit::Amperes),
            ("", RateUnit::Amperes),
        ] {
            let command = order(Purpose::Default, ProfileKind::Absolute, &[(0, 16)]);
            let Ok(Command::SetProfile { profile, .. }) =
                fitted(command, &Quirks::default(), Some(told), NOON)
            else {
                panic!()
            };
            assert_eq!(profile.schedule.unit, expected, "{told}");
        }
    }

    #[test]
    fn a_limit_keeps_to_level_and_steps() {
        let coarse = Quirks { stack_level: Some(0), steps_a: vec![6, 8, 10], ..Quirks::default() };
        let profile =
            sent(order(Purpose::Default, ProfileKind::Absolute, &[(0, 16), (60, 9), (120, 5)]), &coarse).1;
        assert_eq!((profile.stack_level, tenths(&profile)), (0, vec![100, 80, 0]));
        let filter = ProfileFilter { stack_level: Some(5), ..ProfileFilter::default() };
        let cleared = fitted(Command::ClearProfiles(filter), &coarse, None, NOON);
        assert_eq!(cleared, Ok(Command::ClearProfiles(ProfileFilter { stack_level: Some(0), ..filter })));
    }

    #[test]
    fn a_purpose_that_a_charger_does_not_know_gives_way_and_the_next_is_tried() {
        let elvi = Quirks {
            purposes: vec![PurposeSwitch::Session, PurposeSwitch::EverySession],
            ..Quirks::default()
        };
        let (at, profile) = sent(order(Purpose::Station, ProfileKind::Absolute, &[(0, 16)]), &elvi);
        assert_eq!((at, profile.purpose), (Place::Station, Purpose::Default));
        let refused = Reply::Refused("Rejected".into());
        let session = order(Purpose::Session, ProfileKind::Absolute, &[(0, 16)]);
        let Some(Command::SetProfile { profile, .. }) = next_purpose(&session, &refused, &elvi) else {
            panic!()
        };
        assert_eq!((profile.purpose, profile.session), (Purpose::Default, None));
        assert_eq!(next_purpose(&session, &refused, &Quirks::default()), None);
        let group = Quirks { limit_whole: true, ..Quirks::default() };
        let (at, profile) = sent(session, &group);
        assert_eq!((at, profile.purpose, profile.session), (Place::Station, Purpose::Station, None));
    }

    #[test]
    fn an_address_that_a_charger_cannot_reach_is_not_sent() {
        let ftp = Quirks { transfer: Transfer::Ftp, ..Quirks::default() };
        let send = |location: &str| {
            let upload =
                Upload { location: location.into(), from: None, to: None, retries: None, retry_s: None };
            fitted(Command::SendDiagnostics(upload), &ftp, None, NOON).err()
        };
        assert_eq!(send("https://host/x").as_deref(), Some("It moves files by FTP only"));
        assert_eq!(send("FTP://user:word@host/x"), None);
    }
}
