//! Across reports: copies, incidents, borrowed dates, figures in conflict, standing.
//!
//! *Comes in*: readings with their texts. *Goes out*: which reports are copies of one another, which speak of one happening, when and
//! where it was as they say together, and where they differ. *Does not*: touch files, network or clock, change a reading, or
//! drop what one of the reports says.

pub mod candidates;
pub mod choice;
pub mod clock;
pub mod copies;
pub mod evidence;
pub mod group;
pub mod implied;
pub mod incident;
pub mod mute;
pub mod online;
pub mod pack;
pub mod pair;
pub mod partition;
pub mod parts;
pub mod rarity;
pub mod reconcile;
pub mod record;
pub mod rulings;
pub mod second;
pub mod serial;
pub mod spot;
pub mod standing;
pub mod weights;
