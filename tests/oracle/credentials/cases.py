"""Who a person is at AWS, for environments and files as people have them. Both programs must come to the same role."""
import dataclasses
import hashlib
import json

from stand_ins import AUTHORIZATION, PORTAL_TOKEN, REFRESH_TOKEN, REGISTRATION

ACCOUNT = "123456789012"
MFA = f"arn:aws:iam::{ACCOUNT}:mfa/me"
CODE = "123456"
WEB_TOKEN = "web-identity-token"
START = "https://d-1.example.com/start"


@dataclasses.dataclass
class Case:
    name: str
    role: str  # whose session it is; "" where both must fail
    config: str = ""
    credentials: str = ""
    env: dict = dataclasses.field(default_factory=dict)
    profile: str = ""  # as an option
    files: dict = dataclasses.field(default_factory=dict)  # below HOME
    typed: str = ""  # on a terminal
    session: str = ""  # the name of the session, where it is given
    says: str = ""  # in our error, its place or its hint


def arn(role):
    return f"arn:aws:iam::{ACCOUNT}:role/{role}"


def cases(keys, stand_ins):
    """`keys`: role → what AssumeRole gave for it."""

    def ini(role):
        given = keys[role]
        return (
            f"aws_access_key_id = {given['AccessKeyId']}\n"
            f"aws_secret_access_key = {given['SecretAccessKey']}\n"
            f"aws_session_token = {given['SessionToken']}\n"
        )

    def env(role):
        given = keys[role]
        return {
            "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
            "AWS_SESSION_TOKEN": given["SessionToken"],
        }

    def process(**changes):
        given = keys["Process"]
        names = ["AccessKeyId", "SecretAccessKey", "SessionToken"]
        return json.dumps({"Version": 1} | {name: given[name] for name in names} | changes)

    def token(name, expires="2100-01-01T00:00:00Z", value=PORTAL_TOKEN, **more):
        cached = {"startUrl": START, "region": "us-east-1", "accessToken": value, "expiresAt": expires} | more
        return {f".aws/sso/cache/{hashlib.sha1(name.encode()).hexdigest()}.json": json.dumps(cached)}

    old = "2020-01-01T00:00:00Z"
    renewable = REGISTRATION | {"registrationExpiresAt": "2100-01-01T00:00:00Z", "refreshToken": REFRESH_TOKEN}
    portal = f"sso_account_id = {ACCOUNT}\nsso_role_name = Portal\n"
    session = f"[sso-session corp]\nsso_start_url = {START}\nsso_region = us-east-1\n"
    file = f"[default]\n{ini('CredentialsFile')}"
    container = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": stand_ins.url + "/container"}
    guarded = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": stand_ins.url + "/guarded"}
    instance = {"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": stand_ins.url}
    web = {"AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": arn("Web")}
    web_file = {"token": WEB_TOKEN}
    assume = f"role_arn = {arn('Outer')}\n"

    return [
        # Keys
        Case("keys in the environment", "Environment", credentials=file, env=env("Environment")),
        Case("keys in the credentials file", "CredentialsFile", credentials=file),
        Case("keys in the config file", "ConfigFile", config=f"[default]\n{ini('ConfigFile')}"),
        Case(
            "the credentials file before the config file",
            "CredentialsFile",
            config=f"[default]\n{ini('ConfigFile')}",
            credentials=file,
        ),
        Case(
            "a profile by the environment, but keys too",
            "Environment",
            config=f"[profile x]\n{ini('ConfigFile')}",
            env=env("Environment") | {"AWS_PROFILE": "x"},
        ),
        Case(
            "a profile by an option beats keys",
            "ConfigFile",
            config=f"[profile x]\n{ini('ConfigFile')}",
            env=env("Environment"),
            profile="x",
        ),
        Case("an id without a secret", "", credentials=file, env={"AWS_ACCESS_KEY_ID": "A"}, says="AWS_ACCESS_KEY_ID"),
        Case("a secret without an id", "CredentialsFile", credentials=file, env={"AWS_SECRET_ACCESS_KEY": "a"}),
        Case(
            "a comment, blanks and capitals",
            "CredentialsFile",
            credentials="# c\n" + file.replace("aws_access", "AWS_Access"),
        ),
        Case("indented keys", "CredentialsFile", credentials=file.replace("\naws", "\n   aws")),
        Case("keys with a colon", "CredentialsFile", credentials=file.replace(" = ", ": ")),
        Case("the old name of the token", "CredentialsFile", credentials=file.replace("session_token", "security_token")),
        Case(
            "both names of the token",
            "CredentialsFile",
            credentials=file.replace("session_token", "security_token") + "aws_session_token = x\n",
        ),
        Case(
            "the old name of the token in the environment",
            "Environment",
            env={**env("Environment"), "AWS_SECURITY_TOKEN": env("Environment")["AWS_SESSION_TOKEN"], "AWS_SESSION_TOKEN": "x"},
        ),
        Case(
            "both names of the profile",
            "ConfigFile",
            config=f"[profile x]\n{ini('ConfigFile')}",
            env={"AWS_PROFILE": "y", "AWS_DEFAULT_PROFILE": "x"},
        ),
        Case("an unknown profile", "", credentials=file, env={"AWS_PROFILE": "defalt"}, says="Did you mean default?"),
        Case("nothing at all", "", says="AWS_ACCESS_KEY_ID"),
        Case(
            "files elsewhere",
            "ConfigFile",
            env={"AWS_CONFIG_FILE": "~/c"},
            files={"c": f"[default]\n{ini('ConfigFile')}"},
        ),
        Case(
            "files elsewhere, by variables",
            "ConfigFile",
            config=file,
            env={"AWS_CONFIG_FILE": "$HOME/${FOLDER}/$UNSET$", "FOLDER": "of mine"},
            files={"of mine/$UNSET$": f"[default]\n{ini('ConfigFile')}"},
        ),
        Case(
            "keys whose end is no date",
            "",
            credentials=file,
            env=env("Environment") | {"AWS_CREDENTIAL_EXPIRATION": "tomorrow"},
            says="AWS_CREDENTIAL_EXPIRATION",
        ),
        Case(
            "keys that end",
            "Environment",
            env=env("Environment") | {"AWS_CREDENTIAL_EXPIRATION": "2100-01-01T00:00:00+02:00"},
        ),
        Case(
            "a secret alone in the credentials file",
            "ConfigFile",
            config=f"[default]\n{ini('ConfigFile')}",
            credentials="[default]\naws_secret_access_key = alone\n",
        ),
        # Roles
        Case(
            "a role by source_profile",
            "Outer",
            config=f"[profile x]\n{assume}source_profile = default\n",
            credentials=file,
            profile="x",
        ),
        Case(
            "a role beats web identity and keys of its profile",
            "Outer",
            config=f"[default]\n{assume}source_profile = default\n",
            credentials=file,
            env=web,
            files=web_file,
        ),
        Case(
            "a chain of roles, with names",
            "Outer",
            config=f"[profile x]\n{assume}source_profile = y\nrole_session_name = me\n"
            f"[profile y]\nrole_arn = {arn('Inner')}\nsource_profile = default\n",
            credentials=file,
            profile="x",
            session="me",
        ),
        Case(
            "an external id",
            "External",
            config=f"[default]\nrole_arn = {arn('External')}\nsource_profile = default\nexternal_id = ex\n",
            credentials=file,
        ),
        Case(
            "a wrong external id",
            "",
            config=f"[default]\nrole_arn = {arn('External')}\nsource_profile = default\nexternal_id = wrong\n",
            credentials=file,
            says="config:2",
        ),
        Case(
            "a duration",
            "Outer",
            config=f"[profile x]\n{assume}source_profile = default\nduration_seconds = 900\n",
            credentials=file.replace("[default]", "[other]\n[default]"),
            profile="x",
        ),
        Case(
            "a duration that is no number",
            "Outer",
            config=f"[profile x]\n{assume}source_profile = default\nduration_seconds = soon\n",
            credentials=file,
            profile="x",
        ),
        Case(
            "a circle",
            "",
            config=f"[profile x]\n{assume}source_profile = y\n[profile y]\n{assume}source_profile = x\n",
            profile="x",
            says="x → y → x",
        ),
        Case("a missing source", "", config=f"[profile x]\n{assume}source_profile = z\n", profile="x", says="config:3"),
        Case(
            "a source without credentials",
            "",
            config=f"[profile x]\n{assume}source_profile = z\n[profile z]\nregion = us-east-1\n",
            profile="x",
            says="config:3",
        ),
        Case(
            "two sources",
            "",
            config=f"[default]\n{assume}source_profile = default\ncredential_source = Environment\n",
            credentials=file,
            says="config:4",
        ),
        Case("no source", "", config=f"[default]\n{assume}", says="config:2"),
        Case(
            "credential_source Environment",
            "Outer",
            config=f"[profile x]\n{assume}credential_source = Environment\n",
            env=env("Environment"),
            profile="x",
        ),
        Case(
            "credential_source EcsContainer",
            "Outer",
            config=f"[profile x]\n{assume}credential_source = EcsContainer\n",
            env=container,
            profile="x",
        ),
        Case(
            "credential_source Ec2InstanceMetadata",
            "Outer",
            config=f"[profile x]\n{assume}credential_source = Ec2InstanceMetadata\n",
            env=instance,
            profile="x",
        ),
        Case(
            "a credential_source that does not exist",
            "",
            config=f"[profile x]\n{assume}credential_source = Enviroment\n",
            env=env("Environment"),
            profile="x",
            says="Did you mean Environment?",
        ),
        Case(
            "MFA on a terminal",
            "Mfa",
            config=f"[default]\nrole_arn = {arn('Mfa')}\nsource_profile = default\nmfa_serial = {MFA}\n",
            credentials=file,
            typed=CODE,
        ),
        Case(
            "MFA without a terminal",
            "",
            config=f"[default]\nrole_arn = {arn('Mfa')}\nsource_profile = default\nmfa_serial = {MFA}\n",
            credentials=file,
            says="Run it on a terminal",
        ),
        # Web identity
        Case(
            "web identity by the environment",
            "Web",
            credentials=file,
            env=web | {"AWS_ROLE_SESSION_NAME": "me"},
            files=web_file,
            session="me",
        ),
        Case(
            "web identity by the profile",
            "Web",
            config=f"[profile x]\nrole_arn = {arn('Web')}\nweb_identity_token_file = ~/token\nrole_session_name = me\n",
            files=web_file,
            profile="x",
            session="me",
        ),
        Case(
            "a role with the web identity of its source",
            "Outer",
            config=f"[profile x]\n{assume}source_profile = y\n"
            f"[profile y]\nrole_arn = {arn('Web')}\nweb_identity_token_file = ~/token\n",
            files=web_file,
            profile="x",
        ),
        Case(
            "web identity by the environment, but another profile",
            "CredentialsFile",
            credentials=file,
            env=web,
            files=web_file,
            profile="default",
        ),
        Case(
            "a web identity that STS refuses", "", env=web, files={"token": "other"}, says="AWS_WEB_IDENTITY_TOKEN_FILE"
        ),
        Case("a web identity without its file", "", env=web, says="cannot be opened"),
        Case(
            "a web identity without a role",
            "",
            env={"AWS_WEB_IDENTITY_TOKEN_FILE": "~/token"},
            files=web_file,
            says="AWS_ROLE_ARN",
        ),
        # IAM Identity Center
        Case(
            "an SSO session",
            "Portal",
            config=f"[default]\nsso_session = corp\n{portal}{session}",
            credentials=file,
            files=token("corp"),
        ),
        Case(
            "SSO in the old form",
            "Portal",
            config=f"[default]\nsso_start_url = {START}\nsso_region = us-east-1\n{portal}",
            files=token(START),
        ),
        Case(
            "a role by SSO",
            "Outer",
            config=f"[profile x]\n{assume}source_profile = y\n[profile y]\nsso_session = corp\n{portal}{session}",
            files=token("corp"),
            profile="x",
        ),
        Case(
            "an SSO session that is renewed",
            "Portal",
            config=f"[default]\nsso_session = corp\n{portal}{session}",
            files=token("corp", old, "x", **renewable),
        ),
        Case(
            "an SSO session that cannot be renewed any more",
            "",
            config=f"[default]\nsso_session = corp\n{portal}{session}",
            files=token("corp", old, **(renewable | {"refreshToken": "used"})),
            says="aws sso login --profile default",
        ),
        Case(
            "an SSO session whose registration has expired",
            "",
            config=f"[default]\nsso_session = corp\n{portal}{session}",
            files=token("corp", old, **(renewable | {"registrationExpiresAt": old})),
            says="aws sso login --profile default",
        ),
        Case(
            "an SSO session that has expired",
            "",
            config=f"[default]\nsso_session = corp\n{portal}{session}",
            files=token("corp", "2020-01-01T00:00:00Z"),
            says="aws sso login --profile default",
        ),
        Case(
            "an SSO session that the portal does not know",
            "",
            config=f"[default]\nsso_session = corp\n{portal}{session}",
            files=token("corp", value="x"),
            says="aws sso login --profile default",
        ),
        Case(
            "no SSO session",
            "",
            config=f"[default]\nsso_session = corp\n{portal}{session}",
            says="aws sso login --profile default",
        ),
        Case(
            "an SSO session that is not described",
            "",
            config=f"[default]\nsso_session = corp\n{portal}",
            says="config:2",
        ),
        Case(
            "SSO with half of its settings",
            "",
            config="[default]\nsso_role_name = Portal\n",
            credentials=file,
            says="sso_start_url, sso_region, sso_account_id",
        ),
        Case(
            "a role of SSO that is not ours",
            "",
            config=f"[default]\nsso_session = corp\n{portal.replace('Portal', 'Other')}{session}",
            files=token("corp"),
            says="sso_role_name",
        ),
        # Programs
        Case(
            "a program", "Process", config="[default]\ncredential_process = cat 'a file'\n", files={"a file": process()}
        ),
        Case(
            "a program whose words a shell would change",
            "Process",
            config='[default]\ncredential_process = sh -c "cat \\"$0\\"" \'$HOME; a\'\n',
            files={"$HOME; a": process(Expiration="2100-01-01T00:00:00Z")},
        ),
        Case(
            "keys in the credentials file before a program",
            "CredentialsFile",
            config="[default]\ncredential_process = cat a\n",
            credentials=file,
            files={"a": process()},
        ),
        Case(
            "a role by a program",
            "Outer",
            config=f"[profile x]\n{assume}source_profile = y\n[profile y]\ncredential_process = cat a\n",
            files={"a": process()},
            profile="x",
        ),
        Case(
            "a program that fails",
            "",
            config="[default]\ncredential_process = sh -c 'echo no vault >&2; exit 3'\n",
            says="ended with 3: no vault",
        ),
        Case(
            "a program that does not exist",
            "",
            config="[default]\ncredential_process = no-such-program-here\n",
            says="config:2",
        ),
        Case(
            "a program with another version",
            "",
            config="[default]\ncredential_process = cat a\n",
            files={"a": process(Version=2)},
            says='"Version": 1',
        ),
        Case(
            "a program with a pipe",
            "",
            config="[default]\ncredential_process = cat a | cat\n",
            files={"a": process()},
            says="config:2",
        ),
        Case(
            "a program with an open quote",
            "",
            config="[default]\ncredential_process = cat 'a\n",
            says="a quote is not closed",
        ),
        # Containers and instances
        Case("a container", "Container", env=container),
        Case(
            "a container that wants a token",
            "Container",
            env=guarded | {"AWS_CONTAINER_AUTHORIZATION_TOKEN": AUTHORIZATION},
        ),
        Case(
            "a container whose token is in a file",
            "Container",
            env=guarded | {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "~/t", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "x"},
            files={"t": AUTHORIZATION},
        ),
        Case("a file before a container", "CredentialsFile", credentials=file, env=container),
        Case(
            "a container elsewhere",
            "",
            env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://container.example/x"},
            says="AWS_CONTAINER_CREDENTIALS_FULL_URI",
        ),
        Case("an instance", "Instance", env=instance),
        Case("a container before an instance", "Container", env=instance | container),
    ]
