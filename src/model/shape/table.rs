//! Structs that are tables of the format.

/// Declares a struct whose fields are the keys of a table; their docstrings say what the keys mean.
///
/// The shape of a value comes from its type, or stands behind `as` where the type does not tell. `=> required`, `=> header`,
/// `=> evidence` and `=> identity` mark a key. What stands behind a semicolon is no key.
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
                    stringify!($key),
                    concat!($($about),+).trim_ascii(),
                    $crate::model::shape::table!(@shape $type $(, $shape)?),
                )
                $($(.$mark($($argument)?))+)?,
            )+];
        }

        impl $crate::model::names::Names for $name {
            fn names<'v>(
                &'v self,
                shape: $crate::model::Shape,
                way: $crate::model::names::Way<'_>,
                show: &mut $crate::model::names::Show<'_, 'v>,
            ) {
                use $crate::model::names::Way;
                // What stands for a table may be the id alone.
                let is_id = matches!(shape, $crate::model::Shape::Needed(_));
                $({
                    let at = if is_id { way } else { Way::Key(&way, stringify!($key)) };
                    let shape = $crate::model::shape::table!(@shape $type $(, $shape)?);
                    $crate::model::names::Names::names(&self.$key, shape, at, show);
                })+
            }
        }

        impl $crate::model::shape::Shaped for $name {
            const SHAPE: $crate::model::Shape = $crate::model::Shape::Table(Self::KEYS);
        }
    };
    (@shape $type:ty) => { <$type as $crate::model::shape::Shaped>::SHAPE };
    (@shape $type:ty, $shape:expr) => { $shape };
}

pub(crate) use table;
