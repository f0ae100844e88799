//! Structs that are tables of the format.

/// Declares a struct whose fields are the keys of a table; their docstrings say what the keys mean. Its shape, how it is read and
/// how it is walked through follow from it.
///
/// The shape of a value comes from its type, or stands behind `as` where the type does not tell. `=> required`, `=> header`,
/// `=> evidence`, `=> identity`, `=> fact` and `=> title` mark a key. What stands behind a semicolon holds the keys of the user's
/// own. A function behind the struct checks what several keys say together.
macro_rules! table {
    (
        $(#[$attribute:meta])+
        pub struct $name:ident {
            $(
                $(#[doc = $about:literal])+
                $(#[serde($serde:ident)])?
                pub $key:ident: $type:ty $(as $shape:expr)? $(=> $($mark:ident $(($argument:expr))?)+)?,
            )+
            $(; $( $(#[$other_attribute:meta])+ pub $other:ident: $other_type:ty, )+ )?
        }
        $(=> $check:ident)?
    ) => {
        $(#[$attribute])+
        pub struct $name {
            $(
                $(#[doc = $about])+
                $(#[serde($serde)])?
                pub $key: $type,
            )+
            $($( $(#[$other_attribute])+ pub $other: $other_type, )+)?
        }

        impl $name {
            /// The keys of its table, in the order of the format.
            pub const KEYS: &'static [$crate::model::Key] = &[$(
                $crate::model::Key::new(
                    $crate::model::source::plain(stringify!($key)),
                    concat!($($about),+).trim_ascii(),
                    $crate::model::shape::table!(@shape $type $(, $shape)?),
                )
                $($(.$mark($($argument)?))+)?,
            )+];
        }

        impl $crate::model::walk::Walk for $name {
            fn walk<'v>(
                &'v self,
                _: &'static $crate::model::Key,
                shape: $crate::model::Shape,
                way: $crate::model::Way<'_>,
                visit: &mut $crate::model::walk::Visit<'_, 'v>,
            ) {
                // What stands for a table may be the id alone.
                let is_id = matches!(shape, $crate::model::Shape::Needed(_));
                $({
                    let key = $crate::model::shape::table!(@key $key);
                    let at = if is_id { way } else { $crate::model::Way::Key(&way, key.name) };
                    $crate::model::walk::Walk::walk(&self.$key, key, key.shape, at, visit);
                })+
            }
        }

        impl $crate::model::source::Table for $name {
            const NAME: &'static str = stringify!($name);

            fn read<T: $crate::model::source::TableSource>(fields: &mut T) -> Option<Self> {
                // What is wrong with one key hides nothing of what is wrong with others.
                $(let $key = fields.read::<$type>($crate::model::shape::table!(@key $key));)+
                let read = Self { $($key: $key?,)+ $($($other: fields.extra(),)+)? };
                $crate::model::shape::table!(@checked read, fields $(, $check)?)
            }

            #[allow(unreachable_code, reason = "not every table has an owner")]
            fn owner_mut(&mut self) -> Option<&mut Option<String>> {
                $($crate::model::shape::table!(@owner self $key);)+
                None
            }
        }

        impl $crate::model::source::FromValue for $name {
            fn from_value<V: $crate::model::source::ValueSource>(
                value: V,
                shape: $crate::model::Shape,
            ) -> Option<Self> {
                value.table(shape)
            }
        }

        impl $crate::model::shape::Shaped for $name {
            const SHAPE: $crate::model::Shape = $crate::model::Shape::Table(Self::KEYS);
        }
    };
    (@shape $type:ty) => { <$type as $crate::model::shape::Shaped>::SHAPE };
    (@shape $type:ty, $shape:expr) => { $shape };
    (@key $key:ident) => {
        const { &Self::KEYS[$crate::model::source::position(Self::KEYS, stringify!($key))] }
    };
    (@checked $read:ident, $fields:ident) => { Some($read) };
    (@checked $read:ident, $fields:ident, $check:ident) => { $read.$check($fields) };
    (@owner $self:ident owner) => { return Some(&mut $self.owner) };
    (@owner $self:ident $key:ident) => {};
}

pub(crate) use table;
