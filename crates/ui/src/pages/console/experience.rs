//! Settings of the sign-in pages, with the pages beside them.

use askama::Template;

use super::things::{has_files, picture_policy};
use super::{ConsoleFrame, ConsoleOption, FormPart, into_response};
use crate::components::Link;
use crate::{ContentSecurityPolicy, Page};

/// Changes how users sign in, and shows what they will see. Posts to `action`; and to `preview_url`, whose answer is shown in the frame.
#[derive(Template)]
#[template(path = "pages/console/experience.html")]
pub struct ConsoleExperiencePage {
    /// What is around it.
    pub frame: ConsoleFrame,
    /// What it is about.
    pub title: String,
    /// What that is.
    pub lead: String,
    /// Where else it leads.
    pub actions: Vec<Link>,
    /// Which of the settings they are, as `part`.
    pub part: &'static str,
    /// The settings.
    pub parts: Vec<FormPart>,
    /// What the form was made from.
    pub mark: String,
    /// Where it is sent.
    pub action: String,
    /// What the button says.
    pub button: String,
    /// Where the page is that is looked at.
    pub preview_url: String,
    /// What the frame is called.
    pub frame_title: String,
    /// What can be chosen of it.
    pub choices: Vec<PreviewChoice>,
    /// Whether it may run our scripts; what comes from elsewhere may not.
    pub has_scripts: bool,
    /// What it does not show without a script.
    pub note: Option<String>,
    /// What can be destroyed from here, for whoever may: what that does and where it is asked.
    pub destroy: Option<(String, Link)>,
}

/// Something that can be chosen of what is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewChoice {
    /// What is sent.
    pub name: &'static str,
    /// What it is.
    pub label: String,
    /// The choices.
    pub options: Vec<ConsoleOption>,
}

impl ConsoleExperiencePage {
    fn has_files(&self) -> bool {
        has_files(&self.parts)
    }
}

impl Page for ConsoleExperiencePage {
    fn content_security_policy(&self) -> ContentSecurityPolicy {
        picture_policy(&self.parts).own_frames()
    }
}

into_response!(ConsoleExperiencePage);
